// Opens /suivi#CODE: the code stays behind the "#", so no server or log sees it in an address.
(function () {
  "use strict";
  var form = document.getElementById("suivi");
  var code = decodeURIComponent(window.location.hash.slice(1));
  if (!form || !/^[0-9A-Za-z -]{16,24}$/.test(code)) { return; }
  window.history.replaceState(null, "", window.location.pathname + window.location.search);
  form.elements.code.value = code;
  form.submit();
})();
