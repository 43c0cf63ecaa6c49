// The public figures, and the switches of the operators with what they say to everybody.

import assert from "node:assert/strict";
import { go, open, pathOf, press, problems, send } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";
import { Person } from "../kit/person.mjs";

const PAGES = [
  "stats/", "stats/two-factor/", "stats/critical/", "stats/critical/history/", "stats/downloads/",
  "stats/downloads/petra-kit/", "security-key-giveaway/",
];
const BANNER = "Uploads rest until the cellar is dry";

/** `piet` operates the index; a stranger reads. */
export async function figures(report, world) {
  const step = report.story();
  const stranger = await open(world.browser);
  await reading(step, world, stranger);
  await switching(step, world, stranger);
  await stranger.context().close();
}

async function reading(step, { browser, index }, stranger) {
  for (const path of PAGES) {
    await step(`everybody reads the figures: /${path}`, async () => {
      assert.equal(await go(stranger, `${index.url}/${path}`), 200);
      await look(stranger, `figures-${path.slice(0, -1).replaceAll("/", "-")}`);
      const french = await open(browser, { language: "fr-FR" });
      await go(french, `${index.url}/${path}`);
      assert.notEqual(await french.locator("main").innerText(), await stranger.locator("main").innerText());
      await look(french, `figures-french-${path.slice(0, -1).replaceAll("/", "-")}`);
      await french.context().close();
    });
  }
  await step("a project among the critical ones is found by its name", async () => {
    await go(stranger, `${index.url}/stats/critical/`);
    await stranger.locator("main input[type=search]").fill("petra");
    await press(stranger, stranger.locator("main form button"));
    assert.match(await stranger.locator("main").innerText(), /petra-kit/);
    await look(stranger, "figures-stats-critical-found");
  });
  await step("programs read the same figures", async () => {
    const answer = await fetch(`${index.url}/stats/two-factor/`, { headers: { accept: "application/json" } });
    assert.match(answer.headers.get("content-type"), /json/);
    const { accounts_with_second_factor: enrolled, security_keys_given: given } = await answer.json();
    await go(stranger, `${index.url}/stats/two-factor/`);
    const shown = await stranger.locator(".counters dd").allInnerTexts();
    assert.deepEqual([shown[0], shown[3]], [String(enrolled), String(given)]);
    assert.ok(enrolled > 0 && given > 0, `${enrolled} enrolled, ${given} keys given`);
  });
}

async function switching(step, world, stranger) {
  const { browser, index } = world;
  const page = await open(browser);
  const piet = new Person(world, "piet", "ten velvet owls at the well");
  const switches = `${index.url}/admin/switches/`;
  let token = "";

  await step("an operator finds every switch off", async () => {
    const words = ["user", "create", piet.username, "--email", piet.email, "--superuser", "--password-stdin", "--totp"];
    const { otpauth_uri: uri } = index.command(words, `${piet.password}\n`);
    piet.keep(new URL(uri).searchParams.get("secret"));
    token = index.command(["token", "create", "--user", piet.username]).token;
    await piet.signIn(page);
    await go(page, switches);
    assert.equal(await page.locator("main .rows > li").count(), 5);
    await look(page, "admin-switches");
  });
  await step("an operator designates only what is there", async () => {
    await go(page, `${index.url}/admin/critical/`);
    await page.locator("#project").fill("no-such-kit");
    await page.locator("#reason").fill("somebody said so");
    await press(page, page.locator("main form button:not([formaction])"));
    assert.match(await problems(page), /no-such-kit/);
    await look(page, "admin-critical-refused");
    await go(page, switches);
  });
  await step("a switch is not turned on without a reason", async () => {
    await press(page, page.locator("main .rows a[href$='/no-new-uploads/']"));
    await look(page, "admin-switch-off");
    await page.locator("#reason").fill(" ");
    await press(page, page.locator("main form[action$='/on/'] button"));
    assert.match(await problems(page), /Type a reason/);
    await look(page, "admin-switch-refused");
  });
  await step("uploads are switched off, and everybody reads the banner", async () => {
    await send(page, { reason: "water in the cellar", banner: BANNER });
    assert.equal(await problems(page), "");
    await go(page, `${switches}no-new-uploads/`);
    await look(page, "admin-switch-on");
    await go(page, switches);
    assert.match(await page.locator("main .rows").innerText(), /water in the cellar[^]*cellar is dry/);
    await look(page, "admin-switches-on");
    await go(stranger, index.url);
    assert.equal(await stranger.locator(".site-banners").innerText(), BANNER);
    await look(stranger, "banner");
  });
  await step("an upload is refused with the reason", async () => {
    const refused = index.publish(token, "piet-kit", "1.0");
    assert.notEqual(refused.status, 0);
    assert.match(refused.output, /switched\s+off\s+by\s+the\s+operators[^]*water\s+in\s+the\s+cellar/);
    assert.equal(await go(stranger, `${index.url}/project/petra-kit/`), 200);
  });
  await step("switched on again, the banner is gone and the upload goes through", async () => {
    await go(page, `${switches}no-new-uploads/`);
    await send(page, { reason: "the cellar is dry" });
    assert.match(pathOf(page), /^\/admin\/switches\//, await problems(page));
    await go(page, switches);
    assert.match(await page.locator("main table").last().innerText(), /the cellar is dry[^]*water in the cellar/);
    await look(page, "admin-switches-history");
    await go(stranger, index.url);
    assert.equal(await stranger.locator(".site-banners").count(), 0);
    const { status, output } = index.publish(token, "piet-kit", "1.0");
    assert.equal(status, 0, output);
  });
  await page.context().close();
}
