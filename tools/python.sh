#!/bin/sh
# Jalankan "$@" dengan Python pertama yang cukup baru dan lengkap. Hanya ini yang berjalan sebelum ada Python kita.
for python in python3 python3.14 python3.13 python3.12 python3.11; do
  if "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11, 2))' 2>/dev/null; then
    exec "$python" "$@"
  fi
done
echo "Pandu membutuhkan Python 3.11.2 atau yang lebih baru, lengkap dengan modul venv." >&2
echo "Yang ada sebagai python3: $(python3 --version 2>&1 | head -n 1)" >&2
echo "Pasang Python yang lebih baru (di Debian dan Ubuntu juga paket python3-venv), lalu ulangi." >&2
exit 1
