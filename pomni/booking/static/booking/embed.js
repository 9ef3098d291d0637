// What a company puts on its own site: it opens the booking page over it. Without it, the link is a link.
(function () {
  "use strict";
  function open(address) {
    var box = document.createElement("dialog");
    box.setAttribute("style", "border:0;padding:0;border-radius:12px;width:min(480px,100vw);height:min(760px,92vh);max-width:none;max-height:none;overflow:hidden");
    var frame = document.createElement("iframe");
    frame.src = address;
    frame.title = document.title;
    frame.setAttribute("style", "border:0;width:100%;height:100%;display:block");
    var close = document.createElement("button");
    close.type = "button";
    close.textContent = "\u00d7";
    close.setAttribute("aria-label", "Esc");
    close.setAttribute("style", "position:absolute;top:6px;right:6px;width:44px;height:44px;border:0;border-radius:22px;background:#fffc;color:#222;font:24px/1 sans-serif;cursor:pointer");
    close.onclick = function () { box.close(); };
    box.onclose = function () { box.remove(); };
    box.append(frame, close);
    document.body.append(box);
    box.showModal();
  }
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-pomni-book]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!window.HTMLDialogElement) return;
    event.preventDefault();
    open(link.href);
  });
})();
