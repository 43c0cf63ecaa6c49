"""Bad input: a clear refusal or a plain rendering, nothing stored, nothing left, the server alive."""

from hostile import archives, descriptions, forms, paths
from kit import wire
from kit.index import Index
from kit.report import Report, sentence

MEMORY_LIMIT = 512 * 2**20


def is_refused(case, index, token):
    """Sends a case; what comes back is a refusal with a reason, and nothing is stored."""
    before = catalogue(index)
    answer = case(index, token)
    if answer is not None:
        assert 400 <= answer.status < 500, f"no refusal: {answer}"
        assert len(answer.text.strip()) > 8, f"no reason: {answer}"
        assert len(answer.text) < 4_000, f"the reason repeats the input: {len(answer.text)} characters"
        assert "\n" not in answer.reason and len(answer.reason) < 1_000, "the reason phrase is too long"
    assert index.is_alive(), f"the server is gone:\n{index.last_words()}"
    stored = {name for name in catalogue(index) - before if "bad" in name}
    assert not stored, f"stored although refused: {stored}"


def catalogue(index):
    """Every project and file of the index whose name says that it is bad."""
    root = wire.get(index, "/simple/", accept=wire.SIMPLE_JSON).json()
    names = {project["name"] for project in root["projects"]}
    return names.union(*(wire.files(index, name.lower()) for name in names if name.startswith("bad-")))


def peak_memory(index):
    """The largest resident size the server ever had, in bytes."""
    with open(f"/proc/{index.process.pid}/status") as status:
        line = next(line for line in status if line.startswith("VmHWM"))
    return int(line.split()[1]) * 1024


def memory_stayed_bounded(index):
    peak = peak_memory(index)
    print(f"      peak resident size: {peak // 2**20} MiB")
    assert peak < MEMORY_LIMIT, f"{peak // 2**20} MiB"


def nothing_bad_is_listed(index):
    assert not {name for name in catalogue(index) if name.startswith("bad-")}


def main():
    report = Report("bad input")
    with Index() as index:
        token = index.token()
        for kind in (forms, archives):
            for case in kind.CASES:
                report.case(f"refused: {sentence(case)}", is_refused, case, index, token)
        for case in paths.CASES:
            report.case(sentence(case), case, index, token)
        report.case("nothing that was refused is listed", nothing_bad_is_listed, index)
        report.case("no temporary file is left", index.wait_for_no_temporary_file)
        report.case("memory stayed bounded", memory_stayed_bounded, index)
        pages = {}
        for name, kind, text in descriptions.HARD:
            pages[name] = report.case(f"published: {name}", descriptions.publish, index, token, name, kind, text)
        for name, page in pages.items():
            if page:
                report.case(f"shown in some form: {name}", descriptions.is_shown_in_some_form, index, page)
        report.case("a description loses its scripts", descriptions.loses_its_scripts, index, token)
        report.case("the server is alive", index.is_alive)
    report.end()


if __name__ == "__main__":
    main()
