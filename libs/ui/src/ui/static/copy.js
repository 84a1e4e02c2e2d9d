// Copy buttons: `<button class="copy" hidden data-copies="id" data-done="word">`. Shown by script only.
(function () {
  "use strict";
  document.querySelectorAll("button.copy").forEach(function (button) {
    var source = document.getElementById(button.dataset.copies);
    var words = button.textContent;
    function select() { window.getSelection().selectAllChildren(source); }
    button.hidden = false;
    button.addEventListener("click", function () {
      // No clipboard on a page served over plain HTTP from elsewhere: Ctrl-C is one key away.
      if (!navigator.clipboard) { select(); return; }
      navigator.clipboard.writeText(source.textContent).then(function () {
        button.textContent = button.dataset.done;
        window.setTimeout(function () { button.textContent = words; }, 2000);
      }, select);
    });
  });
})();
