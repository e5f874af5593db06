/** The imitated meter on the page of the codes, folded until somebody wants it. */

import { onEveryPage } from "../every-page.js";
import { drawMeter } from "./meter.js";
import { IDLE, meterCodes } from "./meter-codes.js";

/** @type {HTMLElement | null} */
let open = null;

function look() {
  const place = document.querySelector(".p-meter-coba");
  if (place === open) return;
  open = place instanceof HTMLElement ? place : null;
  if (!open || open.querySelector(".p-meter")) return;
  const meter = drawMeter({ ...meterCodes(open), idle: IDLE });
  open.append(meter.element);
  open.addEventListener("toggle", () => {
    if (place?.matches("[open]")) meter.focus();
  });
  open.hidden = false;
}

onEveryPage(look);
