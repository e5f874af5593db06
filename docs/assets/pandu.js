/** All that a page runs; bundled into one file after the build. */

import "./site/shell.js";
import "./site/tables.js";
import "./site/fees.js";
import "./pandu/copy.js";
import "./pandu/error-report.js";
import "./pandu/search/material.js";
import "./pandu/desk.js";
import "./pandu/score-card.js";
import "./pandu/edition.js";
