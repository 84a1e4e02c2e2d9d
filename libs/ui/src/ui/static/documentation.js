// Filters the events while one types, and opens what an address points to. Without it the search
// is a plain form.
(function () {
  "use strict";

  function folded(text) {
    return text.toLowerCase().normalize("NFD").replace(/\p{Mn}/gu, "");
  }

  function filter(form) {
    var input = form.elements.q;
    var count = document.getElementById("count");
    var events = Array.from(document.querySelectorAll(".event"));
    var topics = Array.from(document.querySelectorAll(".topic"));

    function apply() {
      var wanted = folded(input.value).split(/\s+/).filter(Boolean);
      var found = 0;
      events.forEach(function (event) {
        var fits = wanted.every(function (word) { return event.dataset.words.includes(word); });
        event.hidden = !fits;
        found += fits ? 1 : 0;
        event.querySelectorAll(".names code").forEach(function (name) {
          name.classList.toggle("hit", wanted.some(function (word) {
            return name.dataset.words.includes(word);
          }));
        });
      });
      topics.forEach(function (topic) {
        topic.hidden = !topic.querySelector(".event:not([hidden])");
      });
      document.getElementById("none").hidden = found > 0;
      count.textContent = [found, count.dataset.of, events.length, count.dataset.what].join(" ");
      var address = new URL(window.location.href);
      if (input.value) { address.searchParams.set("q", input.value); } else { address.searchParams.delete("q"); }
      window.history.replaceState(null, "", address);
    }

    input.addEventListener("input", apply);
    form.addEventListener("submit", function (event) { event.preventDefault(); apply(); });
    document.addEventListener("keydown", function (event) {
      var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
      if (event.key === "/" && !typing) { event.preventDefault(); input.focus(); }
    });
    apply();
  }

  function open() {
    var target = document.getElementById(window.location.hash.slice(1));
    if (target && target.tagName === "DETAILS") { target.open = true; }
  }

  var form = document.getElementById("search");
  if (form) { filter(form); }
  window.addEventListener("hashchange", open);
  open();
})();
