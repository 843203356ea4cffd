"""What is found under folders, archives and addresses, and what is passed over and why."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import fsspec
import pytest

from reconcile.batch.opened_files import content_digest, local_copy
from reconcile.batch.sources import Source, Wanted, find_sources
from reconcile.model import ReconcileError
from reconcile.reading.guard import LARGEST_FILE
from tests.batch.archive import text_sheet


def names(*paths: Path, **wanted: tuple[str, ...]) -> list[str]:
    return [source.name for source in find_sources(map(str, paths), Wanted(**wanted)).sources]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "kho"
    text_sheet(root / "2023" / "a.tsv", 1)
    text_sheet(root / "2024" / "b.tsv", 2)
    (root / "2024" / "ảnh.png").write_bytes(b"png")
    (root / "2024" / "cũ.doc").write_bytes(b"doc")
    (root / "2024" / "~$b.xlsx").write_bytes(b"mark")
    (root / ".git").mkdir()
    text_sheet(root / ".git" / "c.tsv", 3)
    return root


def test_sheets_are_found_and_the_rest_is_counted(folder: Path) -> None:
    everything = find_sources([str(folder)], Wanted())
    assert [source.name for source in everything.sources] == ["2023/a.tsv", "2024/b.tsv"]
    assert everything.skipped == {"kind": 1, "save-as": 1, "hidden": 1}


def test_patterns_are_over_names_below_the_folder(folder: Path) -> None:
    assert names(folder, include=("2023/*",)) == ["2023/a.tsv"]
    assert names(folder, include=("B.TSV",)) == ["2024/b.tsv"]
    assert names(folder, exclude=("2023/*",)) == ["2024/b.tsv"]
    assert find_sources([str(folder)], Wanted(exclude=("*",))).skipped["excluded"] == 2


def test_each_file_is_found_once_and_folders_of_one_name_stay_apart(
    folder: Path, tmp_path: Path
) -> None:
    other = tmp_path / "khác" / "kho"
    text_sheet(other / "a.tsv", 1)
    assert names(folder, folder, folder / "2023" / "a.tsv") == ["kho/2023/a.tsv", "kho/2024/b.tsv"]
    assert names(folder, other)[-1] == "kho (2)/a.tsv"


def test_results_links_and_pipes_are_passed_over(folder: Path) -> None:
    results = folder / "kết quả"
    text_sheet(results / "d.tsv", 4)
    (folder / "again").symlink_to(folder, target_is_directory=True)
    (folder / "gone.tsv").symlink_to(folder / "nowhere.tsv")
    os.mkfifo(folder / "pipe.tsv")
    everything = find_sources([str(folder)], Wanted(results=str(results)))
    assert len(everything.sources) == 2
    assert everything.skipped == {
        "kind": 1, "save-as": 1, "hidden": 1, "link": 2, "result": 1, "special": 1
    }  # fmt: skip


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReconcileError, match="missing"):
        find_sources([str(tmp_path / "nowhere")], Wanted())


def test_archives_are_walked(tmp_path: Path) -> None:
    text_sheet(tmp_path / "a.tsv", 1)
    with zipfile.ZipFile(tmp_path / "năm.zip", "w") as made:
        made.write(tmp_path / "a.tsv", "2022/x.tsv")
        made.write(tmp_path / "a.tsv", "../../up.tsv")
        made.writestr("__MACOSX/2022/x.tsv", b"")
        made.writestr("./2023/x.tsv", (tmp_path / "a.tsv").read_bytes())
        made.writestr("inner.zip", b"")
        made.writestr("2022/", b"")
    everything = find_sources([str(tmp_path / "năm.zip")], Wanted())
    members = [source.member for source in everything.sources]
    assert members == ["../../up.tsv", "./2023/x.tsv", "2022/x.tsv"]
    assert everything.skipped == {"hidden": 1, "nested-archive": 1}
    for source in everything.sources:
        assert content_digest(source) == content_digest(Source(str(tmp_path / "a.tsv"), "a.tsv", 0))
        with local_copy(source) as copy:
            assert copy.folder is not None and ".." not in copy.path
            assert Path(copy.folder, copy.path).read_bytes() == (tmp_path / "a.tsv").read_bytes()
        assert not Path(copy.folder).exists()


def test_a_member_larger_than_any_file_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with (
        zipfile.ZipFile(tmp_path / "big.zip", "w", zipfile.ZIP_DEFLATED) as made,
        made.open("big.tsv", "w", force_zip64=True) as stream,
    ):
        for _ in range(LARGEST_FILE // 2**20 + 1):
            stream.write(bytes(2**20))
    [source] = find_sources([str(tmp_path / "big.zip")], Wanted()).sources
    with pytest.raises(ReconcileError, match="too-large"):
        content_digest(source)
    with pytest.raises(ReconcileError, match="too-large"), local_copy(source):
        pass


def test_addresses_are_walked(tmp_path: Path) -> None:
    memory = fsspec.filesystem("memory")
    content = text_sheet(tmp_path / "a.tsv", 1).read_bytes()
    memory.pipe("/kho/2021/a.tsv", content)
    memory.pipe("/kho/note.png", b"")
    try:
        everything = find_sources(["memory://kho"], Wanted())
        [source] = everything.sources
        assert source.name == "2021/a.tsv"
        assert everything.skipped == {"kind": 1}
        with local_copy(source) as copy:
            assert Path(str(copy.folder), copy.path).read_bytes() == content
    finally:
        memory.rm("/kho", recursive=True)


@pytest.mark.parametrize("secret", ["bimat", "bí:m@t"])
def test_a_password_is_shown_nowhere(secret: str) -> None:
    source = Source(f"sftp://prov:{secret}@host:22/kho/a@b.xlsx", "a@b.xlsx", 1)
    assert source.path == "sftp://prov@host:22/kho/a@b.xlsx"
    assert Source("s3://kho/a:b@c.xlsx", "a:b@c.xlsx", 1).path == "s3://kho/a:b@c.xlsx"
    with pytest.raises(ReconcileError) as refused:
        find_sources([f"nowhere://prov:{secret}@host/kho"], Wanted())
    assert secret not in str(refused.value) and "prov@host" in str(refused.value)


def test_an_unknown_address_is_refused_with_its_reason() -> None:
    with pytest.raises(ReconcileError, match="address"):
        find_sources(["nothing://there"], Wanted())
