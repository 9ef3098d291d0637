// Asks until the other company answers at this address, then goes where it leads. Without scripts the page reloads itself.
const again = async () => {
  try {
    const answer = await fetch(location.href, { cache: "no-store" });
    const is_waiting = !answer.redirected && (await answer.text()).includes("data-waiting");
    if (!is_waiting && answer.status < 500) return location.replace(answer.url);
  } catch {
    // between the two companies nobody answers for a moment
  }
  setTimeout(again, 700);
};
setTimeout(again, 700);
