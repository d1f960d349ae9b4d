// Beside what the server drew of a conversation. Where the app will begin elsewhere (at a message that the address names, or where one left), that is
// taken away; else the app starts when it has been painted. The page allows no inline script. Keeps the same key as features/conversation/scroll-keeper.ts.
const { app, conversation } = document.currentScript.dataset;
let elsewhere = location.hash.length > 1;
try {
  elsewhere ||= sessionStorage.getItem(`parley.place.${conversation}`) !== null;
} catch {
  // Storage may be forbidden; then nobody's place is known.
}
if (elsewhere) document.querySelector('#sight').remove();

let started = false;
const start = () => {
  if (started) return;
  started = true;
  for (const file of app.split(' ')) void import(file);
};
if (elsewhere || document.hidden) start();
else {
  // The second frame begins when the first is on the screen; what it draws itself goes first.
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(start)));
  // A page that is put aside meanwhile has no frames.
  setTimeout(start, 500);
}
