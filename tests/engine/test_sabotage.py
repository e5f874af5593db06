"""Wrong changes of the real flows are noticed by what an editor runs."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from flow_engine.checking import load_checked
from flow_engine.problems import Location, Problem, ProblemLog
from flow_engine.source import Mapping, Node, Scalar, read_text
from tools.sabotage.__main__ import PAGE
from tools.sabotage.edits import Edit, Mutation, apply_edit, as_yaml, node_at
from tools.sabotage.judge import Judge
from tools.sabotage.kinds import KINDS
from tools.sabotage.page import percent, write_page
from tools.sabotage.sameness import mean_the_same
from tools.sabotage.trial import (
    SEED,
    SIZE,
    Fate,
    Result,
    Trial,
    all_mutations,
    choose,
    run_trial,
    survivors,
)

from .conftest import DATA, MakeFlow

pytestmark = pytest.mark.luas

SMOKE = ("hasil-tertukar", "batas-bergeser", "larangan-hilang", "rujukan-tak-ada",
         "syarat-terbalik", "baris-dihapus")  # fmt: skip


@pytest.fixture(scope="module")
def judge() -> Judge:
    return Judge(DATA)


@pytest.fixture(scope="module")
def found(judge: Judge) -> dict[str, dict[str, list[Mutation]]]:
    return all_mutations(judge, SEED)


def read(text: str) -> Node:
    node = read_text(text, "contoh.yaml", ProblemLog())
    assert node is not None
    return node


def test_a_sabotage_of_each_named_kind_is_noticed(
    judge: Judge, found: dict[str, dict[str, list[Mutation]]]
) -> None:
    chosen = choose({kind: found[kind] for kind in SMOKE}, SEED, len(SMOKE))
    assert len(chosen) == 6
    trial = run_trial(judge, chosen, SEED)
    assert len(list(survivors(trial))) <= 1
    assert len(trial.with_fate(Fate.CAUGHT)) >= 5


def test_a_file_that_was_not_changed_is_still_sound(judge: Judge) -> None:
    nothing = Mutation("tulisan", "alur/periksa.yaml", Location("-"), "", ())
    verdict = judge.judge(nothing)
    assert verdict.problems == ()
    assert mean_the_same(judge.sound.flows, verdict.flows)


def write_sabotaged(judge: Judge, mutation: Mutation, folder: Path) -> Path:
    data = folder / "docs" / "_data"
    shutil.copytree(DATA, data)
    node = mutation.apply(judge.node(mutation.file))
    (data / mutation.file).write_text(as_yaml(node) + "\n", "utf-8")
    return data


def codes(problems: tuple[Problem, ...] | list[Problem]) -> Counter[tuple[str, str]]:
    return Counter((problem.location.file, problem.code) for problem in problems)


@pytest.mark.parametrize(
    ("kind", "file"),
    [
        ("hasil-tertukar", "alur/lapor-ulang.yaml"),
        ("baris-dihapus", "alur/bersama.yaml"),
        ("larangan-hilang", "klausul/prk.yaml"),
    ],
)
def test_a_judgement_is_that_of_a_fresh_check_of_the_changed_file(
    judge: Judge,
    found: dict[str, dict[str, list[Mutation]]],
    tmp_path: Path,
    kind: str,
    file: str,
) -> None:
    mutation = found[kind][file][0]
    fresh = load_checked(write_sabotaged(judge, mutation, tmp_path))
    judged = codes(judge.judge(mutation).problems)
    assert judged and codes(list(fresh.log)) == judged


def test_the_same_seed_gives_the_same_sabotages(
    judge: Judge, found: dict[str, dict[str, list[Mutation]]]
) -> None:
    assert choose(all_mutations(judge, SEED), SEED) == choose(found, SEED)
    assert choose(found, SEED + 1) != choose(found, SEED)


def test_every_kind_and_every_flow_is_sabotaged(
    judge: Judge, found: dict[str, dict[str, list[Mutation]]]
) -> None:
    chosen = choose(found, SEED)
    assert len(chosen) >= 400
    assert {mutation.kind for mutation in chosen} == set(KINDS)
    assert {m.file for m in chosen} >= set(judge.files("alur"))
    assert len(set(chosen)) == len(chosen)


def test_every_sabotage_changes_its_file(
    judge: Judge, found: dict[str, dict[str, list[Mutation]]]
) -> None:
    for mutation in choose(found, SEED):
        node = judge.node(mutation.file)
        assert as_yaml(mutation.apply(node)) != as_yaml(node), mutation.what


HEAD = """
alur: contoh
judul: Contoh
dokumen: X
fakta:
  warna: {tanya: w, pilihan: {merah: Merah, biru: Biru, hijau: Hijau}}
  banyak: {tanya: b, jenis: bilangan, minimum: 1}
langkah:
  a: {tanya: banyak, tabel: t}
  c: {tanya: warna, jika: {merah: {hasil: satu}, biru: {hasil: satu}, hijau: {hasil: dua}}}
tabel:
  t:
    - {banyak: sampai 2, ke: c}
    - {banyak: lebih dari 2, hasil: dua}
hasil:
  satu: {judul: Satu, tulis: [{ke: APKT, isian: x, teks: M, bila: {warna: merah}}]}
  dua: {judul: Dua}
""".replace("sampai", "paling banyak")


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("merah: {hasil: satu}, biru: {hasil: satu}", "merah: {hasil: satu}, biru: {hasil: satu} ",
         True),
        ("- {banyak: paling banyak 2, ke: c}", "- {banyak: [sedikitnya 1, paling banyak 2], ke: c}",
         True),
        ("- {banyak: paling banyak 2, ke: c}", "- {banyak: [sedikitnya 2, paling banyak 2], ke: c}",
         False),
        ("lebih dari 2", "sedikitnya 3", True),
        ("lebih dari 2", "sedikitnya 4", False),
        ("merah: {hasil: satu}, biru: {hasil: satu}", "merah: {hasil: dua}, biru: {hasil: satu}",
         False),
        ("{warna: merah}", "{bukan: {bukan: {warna: merah}}}", True),
        ("{warna: merah}", "{warna: biru}", False),
        ("{warna: merah}", "{banyak: sedikitnya 1, warna: merah}", True),
        ("{warna: merah}", "{banyak: sedikitnya 2, warna: merah}", False),
        (", bila: {warna: merah}", "", False),
        ("merah: {hasil: satu}, biru: {hasil: satu}, hijau", "merah: {hasil: satu}, selain_itu: "
         "{hasil: satu}, hijau", False),
        ("judul: Dua", "judul: Tiga", False),
    ],
)  # fmt: skip
def test_what_means_the_same_is_told_from_what_does_not(
    make_flow: MakeFlow, old: str, new: str, same: bool
) -> None:
    assert old in HEAD
    before, problems = make_flow(HEAD)
    assert problems == []
    after, _ = make_flow(HEAD.replace(old, new))
    assert mean_the_same({"contoh": before}, {"contoh": after}) is same


def test_a_change_keeps_places_and_shares_the_rest() -> None:
    node = read("a: {b: [x, y], c: z}\nd: e\n")
    gone = apply_edit(node, Edit(("a", "b", 0)))
    assert as_yaml(gone) == "{a: {b: [y], c: z}, d: e}"
    renamed = apply_edit(node, Edit(("a", "c"), key="k"))
    assert as_yaml(renamed) == "{a: {b: [x, y], k: z}, d: e}"
    added = apply_edit(node, Edit(("a", "n"), Scalar("tepat 3, ya", Location("-"))))
    assert as_yaml(added) == '{a: {b: [x, y], c: z, n: "tepat 3, ya"}, d: e}'
    assert isinstance(node, Mapping) and node_at(gone, ("d",)) is node_at(node, ("d",))
    with pytest.raises(KeyError):
        apply_edit(node, Edit(("z", "b"), Scalar("x", Location("-"))))


def test_what_is_written_reads_as_before() -> None:
    text = "a: '1.750'\nb: \"ya: tidak\"\nc: [no, 'off', '']\nd: >-\n  dua\n\n  baris\n"
    node = read(text)
    again = read(as_yaml(node))
    assert as_yaml(again) == as_yaml(node)
    assert [n.text for n in (node_at(again, ("a",)), node_at(again, ("d",)))
            if isinstance(n, Scalar)] == ["1.750", "dua\nbaris"]  # fmt: skip


def test_the_page_lists_every_survivor_with_its_place_and_its_reason() -> None:
    mutation = Mutation("klausul-lain", "alur/x.yaml", Location("x", 7), "a: {b} menjadi c", ())
    trial = Trial(1, [Result(mutation, Fate.SURVIVED), Result(mutation, Fate.CAUGHT, ("celah",))])
    page = write_page(trial)
    assert "`docs/_data/alur/x.yaml:7`" in page and "(b)" in page and "50,0 %" in page
    assert "[celah](../../penyunting/pesan.md#celah) | 1 | 1 |" in page


def test_a_share_is_never_rounded_up_to_the_whole() -> None:
    told = [percent(share) for share in (1.0, 0.9999, 0.99, 0.0)]
    assert told == ["100,0 %", "99,9 %", "99,0 %", "0,0 %"]


@pytest.mark.proof
def test_sabotage_is_noticed(judge: Judge, found: dict[str, dict[str, list[Mutation]]]) -> None:
    trial = run_trial(judge, choose(found, SEED, SIZE), SEED)
    counted = len(trial.with_fate(Fate.CAUGHT)) + len(trial.with_fate(Fate.SURVIVED))
    assert counted >= 300
    assert trial.rate >= 0.99, [result.mutation.what for result in survivors(trial)]
    recorded = PAGE.read_text("utf-8")
    assert write_page(trial) == recorded, "jalankan: .venv/bin/python -m tools.sabotage --tulis"
