# Perintah proyek Pandu. Yang perlu ada: python3 >= 3.11.2, Node.js >= 20 dengan npm, make, git.
# Setiap perintah menyiapkan sendiri apa yang dibutuhkannya; yang sudah siap tidak dibuat lagi.

PY := .venv/bin/python

SUMBER ?= ../shared/sumber

.DEFAULT_GOAL := help
.PHONY: help serve site test check proof golden ukur ukur-meja ukur-qa latihan bench-start search-eval screenshots kunci cakupan lock clean siap audit package

help: ## daftar perintah ini
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

serve: siap ## bangun dan sajikan di http://127.0.0.1:8000, bangun ulang setiap ada perubahan (PORT=... mengganti porta)
	@$(PY) -m tools.serve

site: siap ## bangun situs jadi ke site/ (SITE_URL=... alamat terbitnya)
	@$(PY) -m tools.site

package: siap ## satu arsip untuk intranet tanpa internet ke dist/, dengan sidik dan daftar bahan (SITE_URL=... alamatnya)
	@$(PY) -m tools.package

test: siap ## semua uji, termasuk di peramban, dengan gerbang cakupan (ARGS=... diteruskan ke pytest, tanpa gerbang)
	@$(PY) -m tools.browser
	@$(PY) -m pytest -n 2 --dist loadscope --no-loadscope-reorder $(or $(ARGS),--cov)

check: siap ## ruff, mypy, tsc, import-linter, pemeriksaan alur, isi, dan skema penyunting
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	node node_modules/typescript/bin/tsc -p tsconfig.json
	node node_modules/typescript/bin/tsc -p tsconfig.worker.json
	.venv/bin/lint-imports --config pyproject.toml --cache-dir .cache/import-linter
	$(PY) -m flow_engine check
	$(PY) -m flow_engine schema --check
	$(PY) -m macros.check
	$(PY) -m tools.search_eval.hold

proof: siap ## uji yang lama; angkanya dicatat dalam repositori
	@$(PY) -m tools.browser
	@$(PY) -m pytest -m proof --force-reruns 0 $(ARGS)

screenshots: siap ## tangkapan layar untuk README
	@$(PY) -m tools.screenshots

golden: siap ## tulis ulang rute, kalimat dan saksi alur di tests/golden; bacalah bedanya
	@$(PY) -m tools.golden

search-eval: siap ## ukur pencarian di Chromium (QUERIES=berkas.csv dengan kolom query,klausul,jenis)
	@$(PY) -m tools.search_eval $(QUERIES) $(ARGS)

ukur: siap ## ukur lamanya pemeriksaan dan tulis angkanya di docs/pengembang/bukti
	@$(PY) -m tools.benchmark_check

ukur-meja: siap ## ukur langkah, tombol, dan lamanya di meja, di Chromium
	@$(PY) -m tools.desk_bench

ukur-qa: siap ## buktikan register, tautan, transkrip, dan kartu nilai, dan tulis angkanya
	@$(PY) -m tools.qa_bench

bench-start: siap ## ukur mulainya Python di samping Pyodide polos (ARGS=jumlah putaran)
	@$(PY) -m tools.start_bench $(ARGS)

kunci: siap ## kunci kalimat resmi dan baris terhadap dokumen sumber (SUMBER=folder dokumen sumber)
	@$(PY) -m flow_engine lock --sources $(SUMBER)

cakupan: siap ## tulis angka cakupan sumber, alur, dan skenario di docs/pengembang/bukti
	@$(PY) -m flow_engine coverage --tulis

latihan: siap ## tulis angka latihan: kartu, klausul yang ditanyakannya, panah dan panggilannya
	@$(PY) -m tools.learn_figures
	@$(PY) -m tools.practice_table

lock: siap ## hitung ulang berkas kunci Python dan npm (butuh jaringan; ARGS=--upgrade mengambil versi baru)
	@$(PY) -m tools.lock $(ARGS)

audit: siap ## cari celah yang diketahui pada setiap paket terkunci; gagal bila satu saja tidak dapat diperiksa (butuh jaringan)
	@$(PY) -m tools.audit

clean: ## hapus semua yang dibuat perintah-perintah ini
	rm -rf .venv .cache node_modules site dist

siap:
	@sh tools/python.sh tools/bootstrap.py
