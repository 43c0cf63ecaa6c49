"""The server contract, line by line, by raw HTTP."""

from kit.index import Index
from kit.report import Report, sentence
from lines import commands, downloads, files, simple, uploads


def main():
    report = Report("contract")
    with Index() as index:
        token = index.token()
        for subject in (uploads, files, simple, downloads, commands):
            report.case(f"{subject.__name__}: its projects are published", subject.prepare, index, token)
            for line in subject.LINES:
                report.case(sentence(line), line, index, token)
        report.case("the server is alive", index.is_alive)
        report.case("no temporary file is left", index.wait_for_no_temporary_file)
    report.end()


if __name__ == "__main__":
    main()
