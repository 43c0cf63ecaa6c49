// The mandate: an operator plans it and sees whom it stops; a maintainer meets banner, block, enrolment and return.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { go, open, pathOf, press, problems, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { Person } from "../kit/person.mjs";

const PROJECT = "marthe-kit";
// The tool breaks the line where its window ends.
const SENTENCE = /403 Two-factor authentication is required to upload[^]*mandate\s+`critical`[^]*the\s+user\s+`marthe`/;
/** What the index knows its own mandate by; a mandate that stands for it again has the same. */
const DEFAULT = "the default of a fresh index";

/** `ingrid` operates the index, `marthe` owns a critical project and has no second factor. */
export async function mandate(report, world) {
  const step = report.story();
  const [operator, maintainer] = [await open(world.browser), await open(world.browser)];
  const ingrid = new Person(world, "ingrid", "eight copper bells in the hay");
  const marthe = new Person(world, "marthe", "three glass apples on the roof");
  const story = { ...world, operator, maintainer, ingrid, marthe, token: "", id: "" };
  await planned(step, story);
  await announced(step, story);
  await enforced(step, story);
  await required(step, story);
  await ended(step, story);
  await operator.context().close();
  await maintainer.context().close();
}

/** An operator looks whom a plan would stop, and schedules it. */
async function planned(step, story) {
  const { index, operator, ingrid, marthe } = story;
  const mandates = `${index.url}/admin/mandates/`;

  await step("somebody without a second factor publishes what becomes critical", async () => {
    make(index, ingrid, ["--superuser", "--totp"]);
    make(index, marthe, []);
    story.token = index.command(["token", "create", "--user", marthe.username]).token;
    // Under the mandate of a fresh index nobody begins a project without one.
    const [{ id }] = index.command(["mandate", "show"]).mandates;
    index.command(["mandate", "end", id]);
    const { status, output } = index.publish(story.token, PROJECT, "1.0");
    assert.equal(status, 0, output);
    writeDefault(index);
    index.command(["critical", "designate", PROJECT, "--reason", "half of the valley installs it"]);
  });
  await step("an operator finds the mandate of a fresh index and the presets", async () => {
    await ingrid.signIn(operator);
    await go(operator, mandates);
    assert.match(await operator.locator("main").innerText(), /mandate of a fresh index/);
    await look(operator, "admin-mandates-fresh");
    for (const preset of ["critical-first", "everybody-by-end-of-year"]) {
      assert.equal(await go(operator, `${mandates}presets/${preset}/`), 200);
      assert.match(await operator.locator("main").innerText(), new RegExp(marthe.username));
      await look(operator, `admin-mandates-preset-${preset}`);
    }
  });
  await step("a plan that cannot be is refused at its field", async () => {
    await go(operator, `${mandates}schedule/`);
    await look(operator, "admin-mandates-schedule");
    await schedule(operator, "preview", { enforce: "soon" });
    assert.notEqual(await operator.locator("#problem-enforce").innerText(), "");
    await schedule(operator, "schedule", { enforce: "2020-01-01" });
    assert.match(await problems(operator), /in the past/);
    await look(operator, "admin-mandates-schedule-refused");
  });
  await step("the preview names whom the plan stops, and writes nothing", async () => {
    const before = index.command(["mandate", "show"]);
    await operator.locator("#replaces-default").check();
    await schedule(operator, "preview", { enforce: inDays(60), reason: "the valley depends on it" });
    const shown = await operator.locator("[aria-labelledby=impact]").innerText();
    assert.match(shown, new RegExp(`${marthe.username}[^]*${PROJECT}`), await problems(operator));
    assert.ok(await operator.locator("#replaces-default").isChecked(), "what was chosen does not come back");
    await look(operator, "admin-mandates-schedule-preview");
    assert.deepEqual(index.command(["mandate", "show"]), before);
  });
  await step("the plan is scheduled, and the timeline shows its announcement and its deadline", async () => {
    await schedule(operator, "schedule", {});
    assert.equal(pathOf(operator), "/admin/mandates/", await problems(operator));
    const shown = index.command(["mandate", "show"]).mandates;
    assert.deepEqual(shown.map(({ cohort }) => cohort), ["critical"], "the default has not ended");
    story.id = shown[0].id;
    assert.match(await operator.locator(".timeline").innerText(), /Announcement[^]*Reminder[^]*Enforcement/);
    await look(operator, "admin-mandates");
  });
  await step("who is stopped at a date is counted, named and taken along as CSV", async () => {
    await go(operator, `${mandates}impact/`);
    assert.equal(await operator.locator("main .empty").count(), 1, "somebody is stopped today");
    await send(operator, { at: inDays(61) });
    assert.match(await operator.locator("main").innerText(), new RegExp(`${marthe.username}[^]*${PROJECT}`));
    await look(operator, "admin-mandates-impact");
    const pressed = operator.locator("main a[download]").click();
    const [download] = await Promise.all([operator.waitForEvent("download"), pressed]);
    const [head, ...lines] = readFileSync(await download.path(), "utf8").trim().split("\r\n");
    assert.match(head, /^username,gate,/);
    assert.ok(lines.some((line) => line.startsWith(`${marthe.username},publish,critical,any,`)), lines.join("\n"));
  });
}

/** Before the deadline everything works, and every page tells of it. */
async function announced(step, { index, mailbox, maintainer, marthe, token }) {
  await step("whom it concerns sees the deadline on every page", async () => {
    await marthe.signIn(maintainer);
    for (const path of ["/", "/account/", `/project/${PROJECT}/`]) {
      await go(maintainer, `${index.url}${path}`);
      assert.match(await maintainer.locator(".site-mandate-announced").innerText(), deadline(60), path);
    }
    await look(maintainer, "mandate-announced");
  });
  await step("the page of what will close says so, and works", async () => {
    await marthe.visit(maintainer, "tokens/");
    assert.match(await maintainer.locator(".account-main .notice-caution").first().innerText(), deadline(60));
    assert.equal(await maintainer.locator(".site-mandate").count(), 0, "it is said twice");
    assert.equal(await maintainer.locator("#name").count(), 1);
    await look(maintainer, "mandate-announced-tokens");
    const { status, output } = index.publish(token, PROJECT, "1.1");
    assert.equal(status, 0, output);
  });
  await step("the announcement arrives by mail and names the project", async () => {
    // The schedule does it once a minute.
    index.command(["jobs", "run", "run_campaigns"]);
    await mailbox.take(marthe.email, new RegExp(`requires a second factor of you[^]*${PROJECT}`));
  });
}

/** After the deadline: what is closed, the way to a second factor, and back. */
async function enforced(step, story) {
  const { index, operator, maintainer, ingrid, marthe, token } = story;
  await step("a deadline comes close only if the operator insists and says why", async () => {
    await go(operator, `${index.url}/admin/mandates/${story.id}/`);
    await look(operator, "admin-mandate");
    await change(operator, ["publish", "credentials"], "now");
    assert.match(await problems(operator), /fewer than 14 days/);
    await look(operator, "admin-mandate-refused");
    await operator.locator("#insists").check();
    await operator.locator("#reason").fill("somebody guessed a password");
    await change(operator, ["publish", "credentials"], "now");
    await ingrid.stepUp(operator);
    assert.equal(await problems(operator), "");
    assert.match(await operator.locator("[aria-labelledby=history]").innerText(), /changed[^]*ingrid[^]*guessed/);
    await look(operator, "admin-mandate-edited");
  });
  await step("an upload by token gets 403 and the rule in words", async () => {
    const refused = index.publish(token, PROJECT, "1.2");
    assert.notEqual(refused.status, 0);
    assert.match(refused.output, SENTENCE);
  });
  await step("pages that stay open say what is closed", async () => {
    assert.equal(await go(maintainer, `${index.url}/project/${PROJECT}/`), 200);
    assert.equal(await maintainer.locator(".site-mandate-closed").count(), 1);
    await look(maintainer, "mandate-closed");
  });
  await step("a closed page leads to the second factors and says why", async () => {
    await go(maintainer, marthe.page("tokens/"));
    assert.equal(pathOf(maintainer), "/account/two-factor/");
    assert.match(await maintainer.locator(".account-main .notice-danger").innerText(), /API tokens/);
    await look(maintainer, "mandate-two-factor");
    await press(maintainer, maintainer.locator("main a[href*='view=list']"));
    assert.equal(await maintainer.locator("main .rows > li").count(), 1, "her tokens are not listed");
    assert.equal(await maintainer.locator("#name").count(), 0, "a form that leads nowhere");
    await look(maintainer, "mandate-tokens-list");
  });
  await step("whoever adds a second factor comes back to where it was asked for", async () => {
    await go(maintainer, marthe.page("tokens/"));
    await press(maintainer, maintainer.locator("main .notice a[href*='/recovery-codes/']"));
    await marthe.stepUp(maintainer);
    await press(maintainer, maintainer.locator("main form button"));
    const codes = await maintainer.locator("[data-copy-text]").innerText();
    await press(maintainer, maintainer.locator("main a.button[href*='/recovery-codes/?next=']"));
    await send(maintainer, { code: codes.trim().split(/\s+/)[0] });
    assert.equal(pathOf(maintainer), "/account/two-factor/", await problems(maintainer));
    await press(maintainer, maintainer.locator("main a[href*='/totp/add/']"));
    marthe.keep((await maintainer.locator("code.token").first().innerText()).trim());
    await look(maintainer, "mandate-totp-add");
    await send(maintainer, { name: "phone", code: await marthe.app.code() });
    assert.equal(pathOf(maintainer), "/account/tokens/", await problems(maintainer));
    assert.equal(await maintainer.locator("#name").count(), 1);
    assert.equal(await maintainer.locator(".site-mandate, .account-main .notice-danger").count(), 0);
    await look(maintainer, "mandate-back");
  });
  await step("the upload that was refused goes through", async () => {
    const { status, output } = index.publish(token, PROJECT, "1.2");
    assert.equal(status, 0, output);
  });
}

/** Owners ask more of their people than the index does. */
async function required(step, { index, maintainer, marthe }) {
  await step("an owner requires a second factor of a project's people, and no more than they have", async () => {
    await go(maintainer, `${index.url}/manage/project/${PROJECT}/`);
    await press(maintainer, maintainer.locator("main a[href$='/second-factor/']"));
    await marthe.stepUp(maintainer);
    await look(maintainer, "manage-project-second-factor");
    await require(maintainer, "phishing-resistant");
    assert.match(await problems(maintainer), /does not have/);
    await look(maintainer, "manage-project-second-factor-refused");
    await require(maintainer, "any");
    assert.equal(await problems(maintainer), "");
    await go(maintainer, `${index.url}/manage/project/${PROJECT}/second-factor/`);
    assert.ok(await maintainer.locator("#strength-any").isChecked());
    await look(maintainer, "manage-project-second-factor-set");
    await require(maintainer, "none");
  });
}

/** The operator ends the mandate, and the one of a fresh index stands again. */
async function ended(step, { index, operator, ingrid, id }) {
  await step("an ended mandate stays in the history, by whom and why", async () => {
    await go(operator, `${index.url}/admin/mandates/${id}/`);
    await operator.locator("#end-reason").fill("the trial is over");
    await press(operator, operator.locator("main form[action$='/end/'] button"));
    await ingrid.stepUp(operator);
    assert.equal(pathOf(operator), "/admin/mandates/");
    await look(operator, "admin-mandates-ended");
    assert.equal(await go(operator, `${index.url}/admin/mandates/${id}/`), 200);
    assert.equal(await operator.locator("#end-reason").count(), 0);
    await look(operator, "admin-mandate-ended");
    await go(operator, `${index.url}/admin/mandates/history/`);
    assert.match(await operator.locator("table").innerText(), /ended[^]*ingrid[^]*changed[^]*ingrid[^]*scheduled[^]*ingrid/);
    await look(operator, "admin-mandates-history");
    writeDefault(index);
  });
}

function make(index, person, flags) {
  const words = ["user", "create", person.username, "--email", person.email, "--password-stdin", ...flags];
  const made = index.command(words, `${person.password}\n`);
  if (made.otpauth_uri) {
    person.keep(new URL(made.otpauth_uri).searchParams.get("secret"));
  }
}

/** The mandate of a fresh index, written again. */
function writeDefault(index) {
  const gates = "publish,releases,people,credentials,organizations";
  const words = ["--cohort", "managers", "--strength", "any", "--announce", "now", "--enforce", "now"];
  index.command(["mandate", "schedule", ...words, "--gate", gates, "--reason", DEFAULT]);
}

/** Fills in what is named and presses one of the two buttons of the plan. */
async function schedule(page, act, fields) {
  for (const [name, value] of Object.entries(fields)) {
    await page.locator(`main [name="${name}"]`).fill(value);
  }
  await press(page, page.locator(`main button[name=act][value=${act}]`));
}

/** Sets the deadline of some gates and sends the form of the mandate. */
async function change(page, gates, enforce) {
  for (const gate of gates) {
    await page.locator(`#enforce-${gate}`).fill(enforce);
  }
  await press(page, page.locator("main form:has(#insists) button[type=submit]"));
}

async function require(page, strength) {
  await page.locator(`#strength-${strength}`).check();
  await press(page, page.locator("main form[action$='/second-factor/'] button"));
}

/** The midnight some days from now, as it is typed. */
function inDays(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/** The same as a page writes it. */
function deadline(days) {
  return new RegExp(inDays(days));
}
