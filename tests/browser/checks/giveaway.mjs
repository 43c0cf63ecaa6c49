// Security keys given away: an operator makes a programme, a maintainer claims a code.

import assert from "node:assert/strict";
import { go, open, pathOf, press, problems, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { Person } from "../kit/person.mjs";

const CODES = "code\nWAX-1001\nWAX-1002\nWAX-1001\n";

/** `gaspard` is an operator, `petra` owns a project that becomes critical. */
export async function giveaway(report, world) {
  const { browser, index } = world;
  const step = report.story();
  const gaspard = person(world, "gaspard", ["--superuser"]);
  const petra = person(world, "petra", []);
  const [operator, claimer] = [await open(browser), await open(browser)];
  const offer = `${index.url}/security-key-giveaway/`;

  await step("the page for everybody says that nothing is given away yet", async () => {
    const stranger = await open(browser);
    assert.equal(await go(stranger, offer), 200);
    assert.equal(await stranger.locator("main .empty").count(), 1);
    await look(stranger, "giveaway-none");
    await stranger.context().close();
  });
  await step("an operator makes a programme, and wrong terms come back at their field", async () => {
    await gaspard.signIn(operator);
    await go(operator, `${index.url}/admin/giveaway/`);
    await look(operator, "admin-giveaways-none");
    const terms = { title: "Keys for critical people", vendor: "Keysmith", vendor_url: "https://keys.example/shop" };
    await send(operator, { ...terms, countries: "FR, XX" });
    assert.match(await problems(operator), /XX/);
    await look(operator, "admin-giveaways-refused");
    await send(operator, { countries: "FR DE JP" });
    assert.match(pathOf(operator), /^\/admin\/giveaway\/[0-9a-f-]{36}\/$/);
    await look(operator, "admin-giveaway");
  });
  await step("the codes are pasted, and a code that comes twice is told", async () => {
    await send(operator, { codes: "code\nWAX,1\n" });
    assert.match(await problems(operator), /line 2/);
    await send(operator, { codes: CODES });
    assert.match(await operator.locator(".notice-good").innerText(), /2 codes were imported[^]*1 line repeated/);
    await look(operator, "admin-giveaway-imported");
  });
  await step("whoever has no role on a critical project reads why there is no code", async () => {
    await petra.signIn(claimer);
    await go(claimer, offer);
    assert.equal(await claimer.locator("main select").count(), 0);
    await look(claimer, "giveaway-not-eligible");
  });
  await step("a maintainer of a critical project claims a code and sees it again", async () => {
    const { token } = index.command(["token", "create", "--user", petra.username]);
    const { status, output } = index.publish(token, "petra-kit", "1.0");
    assert.equal(status, 0, output);
    index.command(["critical", "designate", "petra-kit", "--reason", "the browser test needs it"]);
    await go(claimer, offer);
    await look(claimer, "giveaway-eligible");
    await claimer.locator("main select").selectOption("JP");
    await press(claimer, claimer.locator("main form button"));
    await petra.stepUp(claimer);
    const code = await claimer.locator("main .token").innerText();
    assert.match(code, /^WAX-100[12]$/, await problems(claimer));
    await look(claimer, "giveaway-claimed");
    await go(claimer, offer);
    assert.equal(await claimer.locator("main .token").innerText(), code);
  });
  await step("nobody else sees the code, and the operator counts one claim", async () => {
    const stranger = await open(browser);
    await go(stranger, offer);
    assert.equal(await stranger.locator("main .token").count(), 0);
    await look(stranger, "giveaway");
    await stranger.context().close();
    await go(operator, `${index.url}/admin/giveaway/`);
    assert.match(await operator.locator("tbody tr").innerText(), /2\s+1\s+1\s+2/);
    await look(operator, "admin-giveaways");
  });
  await step("the page of the campaigns shows what is planned and what was written", async () => {
    await go(operator, `${index.url}/admin/campaigns/`);
    await look(operator, "admin-campaigns");
  });
  await operator.context().close();
  await claimer.context().close();
}

/** Somebody whom a command made, with an authenticator. */
function person(world, username, flags) {
  const made = new Person(world, username, "seven wax moons behind a mill");
  const words = ["user", "create", username, "--email", made.email, "--password-stdin", "--totp", ...flags];
  const { otpauth_uri: uri } = world.index.command(words, `${made.password}\n`);
  made.keep(new URL(uri).searchParams.get("secret"));
  return made;
}
