// Shows the copy buttons, which without this script would do nothing.
"use strict";

const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

for (const command of document.querySelectorAll("[data-copy]")) {
  const text = command.querySelector("[data-copy-text]");
  const button = command.querySelector("button");
  const label = button.textContent;
  let timer = 0;

  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text.textContent);
    } catch {
      // Without https there is no clipboard: select the line, so that one key press copies it.
      getSelection().selectAllChildren(text);
      return;
    }
    button.textContent = button.dataset.copied;
    status.textContent = button.dataset.copied;
    clearTimeout(timer);
    timer = setTimeout(() => {
      button.textContent = label;
      status.textContent = "";
    }, 2000);
  });
}
