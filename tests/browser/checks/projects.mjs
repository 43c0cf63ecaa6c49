// The pages on which people manage their projects: the list, one project, its audit log.

import assert from "node:assert/strict";
import { go, pathOf, press, problems } from "../kit/browser.mjs";
import { look } from "../kit/look.mjs";

/** Looks after `tomme-kit`, which `ada` has published. */
export async function projects(report, world) {
  const { index, page } = world;
  const step = report.story();
  const home = `${index.url}/manage/project/tomme-kit/`;

  await step("an owner finds the project in the menu of the account", async () => {
    await go(page, `${index.url}/account/`);
    await press(page, page.locator(".account-menu a[href='/manage/']"));
    await look(page, "manage-projects");
    await press(page, page.locator(".rows .row-name a", { hasText: "tomme-kit" }));
    assert.equal(pathOf(page), "/manage/project/tomme-kit/");
    await look(page, "manage-project");
  });
  await step("a release is yanked with a reason, and the yank taken back", async () => {
    const release = page.locator(".rows > li", { has: page.locator(".row-name", { hasText: /^1\.0$/ }) });
    await release.locator("summary").click();
    await release.locator("input[name=reason]").fill("Broken on cheese <2>");
    await press(page, release.locator("button[type=submit]"));
    assert.equal(await release.locator("q").innerText(), "Broken on cheese <2>", await problems(page));
    await look(page, "manage-project-yanked");
    await go(page, `${index.url}/project/tomme-kit/1.0/`);
    assert.match(await page.locator("main").innerText(), /This release was yanked/);
    await go(page, home);
    await press(page, release.locator("button[type=submit]"));
    assert.equal(await release.locator("q").count(), 0);
  });
  await step("the audit log of the project tells what was done, and by whom", async () => {
    await press(page, page.locator("main a[href$='/tomme-kit/events/']"));
    const log = await page.locator("ol.events").innerText();
    for (const words of ["A release was yanked", "Broken on cheese <2>", "A file was published", "By ada"]) {
      assert.ok(log.includes(words), `${words}: ${log}`);
    }
    await look(page, "manage-project-events");
  });
  await step("a project is deleted only by whoever types its name", async () => {
    await go(page, `${home}delete/`);
    await world.ada.stepUp(page);
    await page.locator("#project").fill("another-kit");
    await press(page, page.locator("main form button[type=submit]"));
    assert.match(await problems(page), /not the name of the project/);
    await look(page, "manage-project-delete");
    assert.equal(await go(page, `${index.url}/project/tomme-kit/`), 200);
  });
}
