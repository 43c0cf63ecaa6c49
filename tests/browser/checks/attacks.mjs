// What other sites and strangers try in somebody's browser.

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { go, open, pathOf } from "../kit/browser.mjs";
import { assertStranger } from "../kit/person.mjs";

/** Attacks on `ada`, who is signed in. */
export async function attacks(report, world) {
  const { browser, index, ada, page } = world;

  await report.check("a form of another site changes nothing and signs nobody out", async () => {
    await ada.assertSignedIn(page);
    const other = await stranger(`<form method="post" action="${index.url}/account/sign-out/"><button>go</button></form>`);
    const tab = await page.context().newPage();
    await tab.goto(other.url);
    const [answer] = await Promise.all([tab.waitForNavigation(), tab.locator("button").click()]);
    assert.equal(answer.status(), 403);
    await tab.close();
    other.server.close();
    await ada.assertSignedIn(page);
  });
  await report.check("a form without its token is refused", async () => {
    await go(page, ada.page(""));
    await page.evaluate(() => document.querySelector("header form [name=csrf_token]").remove());
    const [answer] = await Promise.all([page.waitForNavigation(), page.locator("header form button").click()]);
    assert.equal(answer.status(), 403);
    await ada.assertSignedIn(page);
  });
  await report.check("the pages of the account are kept by nobody", async () => {
    for (const path of ["", "tokens/", "sign-in/"]) {
      const answer = await page.goto(ada.page(path));
      assert.match(answer.headers()["cache-control"], /no-store/, path);
    }
  });
  await report.check("a session that was made up signs nobody in", async () => {
    const other = await open(browser);
    const cookie = { name: "session", value: "A".repeat(43), url: index.url };
    await other.context().addCookies([cookie]);
    await assertStranger(other, index);
    await other.context().close();
  });
  await report.check("a way to return that leads elsewhere is dropped", async () => {
    const other = await open(browser);
    for (const next of ["//index.example/", "https://index.example/", "/\\index.example", "javascript:alert(1)"]) {
      await go(other, ada.page(`sign-in/?next=${encodeURIComponent(next)}`));
      assert.equal(pathOf(other), "/account/sign-in/");
      const shown = await other.locator("main").evaluate((main) => main.innerHTML);
      assert.ok(!shown.includes("index.example") && !shown.includes("javascript:"), `kept: ${next}`);
    }
    await other.context().close();
  });
}

/** A page of another site: the same machine under another name. */
async function stranger(body) {
  const server = createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end(body));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { server, url: `http://127.0.0.1:${server.address().port}/` };
}
