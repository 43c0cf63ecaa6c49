// Mails as the index leaves them in its data folder.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { until } from "./wait.mjs";

/** Everything that arrived; a mail that was asked for is not given out again. */
export class Mailbox {
  constructor(index) {
    this.index = index;
    this.taken = new Set();
  }

  /** Waits for a mail to an address whose text matches; returns the match. */
  async take(address, pattern) {
    return until(`a mail to ${address} with ${pattern}`, 20_000, () => {
      for (const mail of this.#waiting(address)) {
        const match = mail.text.match(pattern);
        if (match) {
          this.taken.add(mail.file);
          return match;
        }
      }
      return null;
    });
  }

  /** The link in the next mail to an address whose path has the word. */
  async link(address, word) {
    const [link] = await this.take(address, new RegExp(`http://localhost:\\d+/account/[a-z-]*${word}[a-z-]*/[\\w-]{43}/?`));
    return link;
  }

  /** The subjects of all mails to an address. */
  subjects(address) {
    return this.#all().filter((mail) => mail.to.includes(address)).map((mail) => mail.subject);
  }

  #waiting(address) {
    return this.#all().filter((mail) => mail.to.includes(address) && !this.taken.has(mail.file));
  }

  #all() {
    const folder = this.index.mailFolder;
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".eml")).sort() : [];
    return names.map((name) => ({ file: name, ...parse(readFileSync(path.join(folder, name), "utf8")) }));
  }
}

/** The parts of a message that the checks need. */
export function parse(raw) {
  const { headers, body } = entity(raw.replaceAll("\r\n", "\n"));
  return { to: headers.to ?? "", subject: headers.subject ?? "", text: plainText(headers, body) };
}

function entity(text) {
  const end = text.indexOf("\n\n");
  const lines = text.slice(0, end).replaceAll(/\n[ \t]+/g, " ").split("\n");
  const pairs = lines.map((line) => line.split(/:\s*(.*)/s)).map(([name, value]) => [name.toLowerCase(), value ?? ""]);
  return { headers: Object.fromEntries(pairs), body: text.slice(end + 2) };
}

function plainText(headers, body) {
  const type = headers["content-type"] ?? "text/plain";
  const boundary = type.match(/boundary="?([^";]+)"?/)?.[1];
  if (boundary) {
    const parts = body.split(`--${boundary}`).slice(1, -1).map((part) => entity(part.replace(/^\n/, "")));
    return parts.map((part) => plainText(part.headers, part.body)).find((text) => text !== "") ?? "";
  }
  return type.startsWith("text/plain") ? decoded(headers["content-transfer-encoding"] ?? "", body) : "";
}

function decoded(encoding, body) {
  switch (encoding.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable":
      return fromQuotedPrintable(body);
    default:
      return body;
  }
}

function fromQuotedPrintable(body) {
  const joined = body.replaceAll("=\n", "");
  const bytes = joined.replaceAll(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}
