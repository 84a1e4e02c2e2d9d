// Opens /mes-dossiers#CODE,CODE: the codes stay behind the "#", so no server or log sees them.
(function () {
  "use strict";
  var form = document.getElementById("mes-dossiers");
  var codes = decodeURIComponent(window.location.hash.slice(1));
  if (!form || !/^[0-9A-Za-z ,-]{16,400}$/.test(codes)) { return; }
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  form.elements.codes.value = codes;
  form.submit();
})();
