// The real binary, running on this machine in a folder of its own.

import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { until } from "./wait.mjs";

export const ROOT = path.resolve(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), "../../..");
export const TARGET = path.resolve(process.env.FROMAGERIE_TARGET ?? path.join(ROOT, "target"));
const BINARY = process.env.FROMAGERIE_BIN ?? path.join(TARGET, "debug/fromagerie");

/** One index: its data folder, its process, what it printed. */
export class Index {
  constructor(folder, port, settings) {
    this.folder = folder;
    this.data = path.join(folder, "data");
    this.port = port;
    this.settings = settings;
    this.printed = "";
    this.process = null;
  }

  /** Starts an index in an empty folder; `settings` maps dotted names to values, `flags` go to `serve`. */
  static async start(settings = {}, flags = []) {
    const folder = mkdtempSync(path.join(tmpdir(), "fromagerie-browser-"));
    const index = new Index(folder, await freePort(), settings);
    await index.#serve(flags);
    return index;
  }

  /** The address that people use; WebAuthn takes `localhost` without TLS. */
  get url() {
    return `http://localhost:${this.port}`;
  }

  /** The folder where mails arrive as files. */
  get mailFolder() {
    return path.join(this.data, "mail");
  }

  /** The one-time link that the first screen shows. */
  get setupLink() {
    const link = this.printed.match(/http:\S+\/setup\/\S+/);
    if (!link) {
      throw new Error(`no setup link was printed:\n${this.printed}`);
    }
    return link[0];
  }

  /** Runs a command of the binary on this index and returns its JSON object. */
  command(words, given = "") {
    const done = spawnSync(BINARY, [...words, "--data", this.data, "--json"], {
      input: given,
      encoding: "utf8",
      env: this.#environment(),
      timeout: 60_000,
    });
    if (done.status !== 0) {
      throw new Error(`\`${words.join(" ")}\` ended with ${done.status}: ${done.stdout}${done.stderr}`);
    }
    return JSON.parse(done.stdout);
  }

  /** Publishes a small project with twine and an API token. */
  publish(token, project, version) {
    const script = path.join(ROOT, "tests/browser/publish.py");
    const done = spawnSync("python3", [script, this.url, project, version], {
      encoding: "utf8",
      env: { ...process.env, FROMAGERIE_TARGET: TARGET, FROMAGERIE_TOKEN: token },
      timeout: 300_000,
    });
    return { status: done.status, output: `${done.stdout}${done.stderr}` };
  }

  /** Ends the server; the folder stays when something failed, to look at. */
  async stop(isClean) {
    const ended = new Promise((resolve) => this.process.once("exit", resolve));
    this.process.kill("SIGTERM");
    await ended;
    if (isClean) {
      rmSync(this.folder, { recursive: true, force: true });
    }
  }

  async #serve(flags) {
    const words = ["serve", "--data", this.data, "--listen", `127.0.0.1:${this.port}`, "--public-url", this.url, ...flags];
    this.process = spawn(BINARY, words, { env: this.#environment(), stdio: ["ignore", "pipe", "pipe"] });
    const keep = (piece) => (this.printed += piece);
    this.process.stdout.setEncoding("utf8").on("data", keep);
    this.process.stderr.setEncoding("utf8").on("data", keep);
    // A run that is stopped leaves no server behind.
    process.once("exit", () => this.process.kill("SIGKILL"));
    await until("the server is ready", 30_000, async () => {
      if (this.process.exitCode !== null) {
        throw new Error(`the server ended with ${this.process.exitCode}:\n${this.printed}`);
      }
      const answer = await fetch(`${this.url}/readyz`).catch(() => null);
      return answer?.ok && this.printed.includes("Install:");
    });
  }

  #environment() {
    const named = Object.entries(this.settings).map(([name, value]) => {
      return [`FROMAGERIE__${name.toUpperCase().replaceAll(".", "__")}`, String(value)];
    });
    return { ...process.env, ...Object.fromEntries(named) };
  }
}

/** The last lines of the server's log, for a failed check. */
export function lastWords(index, count = 30) {
  return index.printed.split("\n").slice(-count).join("\n");
}


function freePort() {
  return new Promise((resolve, reject) => {
    const listener = createServer();
    listener.once("error", reject);
    listener.listen(0, "127.0.0.1", () => {
      const { port } = listener.address();
      listener.close(() => resolve(port));
    });
  });
}
