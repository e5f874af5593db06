// @ts-check
/** The fee calculator. It holds no fee: all amounts stand in the table as whole rupiah. */

/** @param {number} amountRupiah */
export const rupiah = (amountRupiah) => `Rp${amountRupiah.toLocaleString("id-ID")}`;

/**
 * Read an amount as people type it: `100000`, `100.000`, `Rp 100.000`, `100.000,00`.
 * @param {string} typed
 * @returns {number | null} Whole rupiah, or null where it is no amount.
 */
export function readAmount(typed) {
  const plain = typed.replace(/^\s*rp\.?/i, "").replace(/,(00|-)\s*$/, "").trim();
  if (!/^(\d+|\d{1,3}([. ]\d{3})+)$/.test(plain)) return null;
  const amount = Number(plain.replace(/[. ]/g, ""));
  return Number.isSafeInteger(amount) && amount <= 1_000_000_000 ? amount : null;
}

document$.subscribe(() => {
  const form = document.querySelector("form[data-hitung]");
  const table = document.querySelector("table.p-biaya");
  if (!(form instanceof HTMLFormElement) || !(table instanceof HTMLTableElement)) return;
  /** @type {Map<string, HTMLTableRowElement>} */
  const rows = new Map();
  for (const row of table.tBodies[0]?.rows ?? []) rows.set(row.dataset["metode"] ?? "", row);
  const method = form.querySelector("select");
  const amount = form.querySelector("input[inputmode]");
  const fee = form.querySelector("[data-biaya]");
  const total = form.querySelector("[data-total]");
  const wrong = form.querySelector(".p-salah");
  if (!method || !(amount instanceof HTMLInputElement) || !fee || !total || !wrong) return;

  const show = () => {
    const row = rows.get(method.selectedOptions[0]?.textContent ?? "");
    const kind = String(new FormData(form).get("jenis"));
    const feeRupiah = Number(row?.dataset[kind]);
    const paid = readAmount(amount.value);
    wrong.textContent = paid === null ? "Tulis angka saja, misalnya 100.000." : "";
    amount.setAttribute("aria-invalid", String(paid === null));
    fee.textContent = rupiah(feeRupiah);
    total.textContent = paid === null ? "–" : rupiah(paid + feeRupiah);
  };
  form.addEventListener("input", show);
  amount.addEventListener("change", () => {
    const paid = readAmount(amount.value);
    if (paid !== null) amount.value = paid.toLocaleString("id-ID");
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  show();
});
