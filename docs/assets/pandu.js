/** All that a page runs; bundled into one file after the build. */

import "./site/shell.js";
import "./site/tables.js";
import "./site/ledger.js";
import "./site/fees.js";
import "./pandu/copy.js";
import "./pandu/error-report.js";
import "./pandu/search/material.js";
import "./pandu/desk.js";
import "./pandu/score-card.js";
import "./pandu/edition.js";
import "./pandu/permanent.js";
import "./pandu/asof.js";
import "./pandu/register.js";
import "./pandu/force-page.js";
import "./pandu/news.js";
import "./pandu/putar.js";
import "./pandu/learn/paths.js";
import "./pandu/learn/lessons.js";
import "./pandu/learn/card-page.js";
import "./pandu/learn/meter-page.js";
import "./pandu/learn/progress-page.js";
import "./pandu/learn/call-page.js";
