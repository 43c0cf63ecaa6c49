// Somebody lost every way in: two operators let her in again, after everybody could object.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import path from "node:path";
import { go, open, pathOf, press, problems, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { Person } from "../kit/person.mjs";

const LINK = /http:\/\/localhost:\d+\/account\/recover\/(?:case|cancel|vouch)\/[\w-]+\//;

/** `tilda` lost telephone and password; `wanda` and `xenia` are operators. */
export async function recovery(report, world) {
  const { browser, index, mailbox } = world;
  const step = report.story();
  const tilda = new Person(world, "tilda", "nine paper kites above the barn");
  const operators = ["wanda", "xenia"].map((name) => new Person(world, name, "six stone bridges over the fog"));
  const page = await open(browser);
  let casePage = "";

  await step("the policy of recoveries is published", async () => {
    assert.equal(await go(page, `${index.url}/help/account-recovery/`), 200);
    await look(page, "help-account-recovery");
  });
  await step("a request gets the same answer whether there is an account or not", async () => {
    make(index, tilda, []);
    const unknown = await ask(page, index, "nobody-at-all", "nobody@people.example");
    await go(page, tilda.page("recover/"));
    await look(page, "account-recover");
    assert.equal(await ask(page, index, tilda.username, tilda.email), unknown);
    await look(page, "account-recover-sent");
    assert.deepEqual(mailbox.subjects("nobody@people.example"), []);
  });
  await step("opening the link does nothing, its button begins the case", async () => {
    [casePage] = await mailbox.take(tilda.email, LINK);
    for (let visit = 0; visit < 2; visit += 1) {
      assert.equal(await go(page, casePage), 200);
    }
    await look(page, "account-recover-start");
    assert.deepEqual(mailbox.subjects(tilda.email).filter((subject) => subject.includes("let into")), []);
    await press(page, page.locator("main form button"));
    assert.match(await page.locator("main").innerText(), /Nobody decides before/);
    await look(page, "account-recover-waiting");
  });
  await step("every verified address hears of it, with a button that objects", async () => {
    const other = await open(browser);
    const [objection] = await mailbox.take(tilda.email, LINK);
    assert.equal(await go(other, objection), 200);
    await look(other, "account-recover-object");
    await other.context().close();
  });
  await step("a repository is named and never opened", async () => {
    await send(page, { repository: "file:///etc/passwd" });
    assert.match(await problems(page), /no address of a repository/);
    await go(page, casePage);
    await send(page, { repository: "https://code.example/tilda/kites" });
    assert.match(await page.locator("table").innerText(), /code\.example/);
    await look(page, "account-recover-evidence");
  });
  await judged(step, world, operators);
  await step("the mail leads to a new password, and publishing is held", async () => {
    const link = await mailbox.link(tilda.email, "reset");
    await go(page, link);
    tilda.password = "four wooden spoons in the rain";
    await send(page, { password: tilda.password });
    await tilda.signIn(page);
    await tilda.visit(page, "tokens/");
    const form = page.locator("main form:has([name=name])");
    if ((await form.count()) > 0) {
      await send(page, { name: "too early" });
    }
    assert.match(await page.locator("main").innerText(), /was recovered and cannot create API tokens until/);
    await look(page, "account-tokens-held");
  });
  await step("the page of the case tells how it ended", async () => {
    await go(page, casePage);
    assert.match(await page.locator("main").innerText(), /The account was recovered/);
    await look(page, "account-recover-completed");
  });
  await page.context().close();
}

async function judged(step, world, [wanda, xenia]) {
  const { browser, index } = world;
  const first = await open(browser);
  const second = await open(browser);
  let address = "";

  await step("an operator cannot decide before the waiting period is over", async () => {
    make(index, wanda, ["--superuser", "--totp"]);
    make(index, xenia, ["--superuser", "--totp"]);
    await wanda.signIn(first);
    await go(first, `${index.url}/admin/recoveries/`);
    await look(first, "admin-recoveries");
    await press(first, first.locator("tr", { hasText: "tilda" }).locator("a"));
    address = first.url();
    assert.equal(await first.locator("[name=decision]").count(), 0);
    await look(first, "admin-recovery-waiting");
  });
  await step("notes are kept", async () => {
    const form = first.locator("form[action$='/note/']");
    await form.locator("textarea").fill("Spoke to her on the telephone");
    await press(first, form.locator("button"));
    assert.match(await first.locator("main").innerText(), /Spoke to her/);
  });
  await step("after it one operator alone lets nobody in", async () => {
    endTheWait(index);
    await go(first, address);
    await decide(first, "approve", "She showed her passport");
    assert.match(await first.locator(".flash").innerText(), /another operator has to agree/);
    await decide(first, "approve", "She showed it twice");
    assert.match(await problems(first), /decided about this case already/);
    await look(first, "admin-recovery-reviewing");
  });
  await step("the second operator completes it", async () => {
    await xenia.signIn(second);
    await go(second, address);
    await decide(second, "approve", "The repository is hers");
    assert.match(await second.locator(".flash").innerText(), /The account is recovered/);
    await look(second, "admin-recovery-completed");
    await go(second, `${index.url}/admin/recoveries/figures/`);
    assert.equal(pathOf(second), "/admin/recoveries/figures/");
    await look(second, "admin-recovery-figures");
  });
  await first.context().close();
  await second.context().close();
}

/** Makes an account by command. */
function make(index, person, words) {
  const made = index.command(
    ["user", "create", person.username, "--email", person.email, "--password-stdin", ...words],
    `${person.password}\n`,
  );
  if (made.otpauth_uri) {
    person.keep(new URL(made.otpauth_uri).searchParams.get("secret"));
  }
}

/** Sends the form of a request; returns what the page says then. */
async function ask(page, index, username, contact) {
  await go(page, `${index.url}/account/recover/`);
  await send(page, { username, contact, reason: "The telephone fell into the fondue" });
  return page.locator("main").innerText();
}

async function decide(page, decision, note) {
  const form = page.locator("form[action$='/decide/']");
  await form.locator("textarea").fill(note);
  return press(page, form.locator(`button[value=${decision}]`));
}

/** Seven days do not pass in a check: the case is told that it has waited. */
function endTheWait(index) {
  const script = [
    "import sqlite3, sys",
    "with sqlite3.connect(sys.argv[1], timeout=30) as database:",
    "    database.execute('UPDATE recovery_cases SET waits_until = opened_at')",
  ].join("\n");
  const done = spawnSync("python3", ["-c", script, path.join(index.data, "fromagerie.db")], { encoding: "utf8" });
  assert.equal(done.status, 0, done.stderr);
}
