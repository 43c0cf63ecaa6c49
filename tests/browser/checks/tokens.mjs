// API tokens: minted on their page, used by twine, revoked.

import assert from "node:assert/strict";
import { pathOf, press, problems } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";

/** Publishes with tokens of `ada`. */
export async function tokens(report, world) {
  const { index, ada, page } = world;
  const step = report.story();
  let wide = "";

  await step("a token expires in ninety days unless somebody chooses otherwise", async () => {
    await ada.visit(page, "tokens/");
    assert.equal(await page.locator("[name=days]:checked").getAttribute("value"), "90");
    await look(page, "account-tokens-none");
  });
  await step("a token is shown once", async () => {
    wide = await mint(page, ada, "laptop");
    assert.match(wide, /^pypi-/);
    await look(page, "account-token-new");
    await ada.visit(page, "tokens/");
    assert.ok(!(await page.content()).includes(wide));
  });
  await step("twine publishes with the token", async () => {
    const { status, output } = index.publish(wide, "tomme-kit", "1.0");
    assert.equal(status, 0, output);
    const answer = await page.goto(`${index.url}/project/tomme-kit/`);
    assert.equal(answer.status(), 200);
  });
  await step("a token for one project publishes no other", async () => {
    const narrow = await mint(page, ada, "robot", "tomme-kit");
    assert.equal(index.publish(narrow, "tomme-kit", "1.1").status, 0);
    const refused = index.publish(narrow, "another-kit", "1.0");
    assert.notEqual(refused.status, 0);
    assert.match(refused.output, /403/);
    await ada.visit(page, "tokens/");
    await look(page, "account-tokens");
  });
  await step("a revoked token publishes nothing", async () => {
    await ada.visit(page, "tokens/");
    await page.locator(".rows > li", { hasText: "laptop" }).locator("a.danger-link").click();
    await page.waitForURL("**/revoke/**");
    await look(page, "account-token-revoke");
    await press(page, page.locator("main form button"));
    assert.equal(pathOf(page), "/account/tokens/");
    assert.match(index.publish(wide, "tomme-kit", "1.2").output, /403/);
  });
}

async function mint(page, person, name, project = null) {
  await person.visit(page, "tokens/");
  await page.locator("#name").fill(name);
  await page.locator(project ? "#scope-projects" : "#scope-account").check();
  if (project) {
    await page.locator(`[name=project][value="${project}"]`).check();
  }
  await press(page, page.locator("main form:has(#name) button[type=submit]"));
  const shown = page.locator("[data-copy-text]").first();
  assert.ok(await shown.count(), `no token is shown: ${await problems(page)}`);
  return (await shown.innerText()).trim();
}
