// Runs in the browser: loads the page again once what it shows has changed. The page says where to ask
// (`data-follow`) and which answer it was made from (`data-state`).

const { follow, state } = document.body.dataset;
const betweenAsksMs = 1000;
let timer = 0;

const look = async () => {
  clearTimeout(timer);
  try {
    const answer = await fetch(follow, { cache: "no-store" });
    if ((await answer.text()) !== state) {
      location.reload();
      return;
    }
  } catch {
    // The sandbox is stopped or starting again; ask on.
  }
  timer = setTimeout(look, betweenAsksMs);
};

// Browsers hold back the timers of hidden tabs.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) look();
});
timer = setTimeout(look, betweenAsksMs);
