"use strict";
window.addEventListener("load", () => {
  const place = document.getElementById("document");
  SwaggerUIBundle({
    url: place.dataset.document,
    dom_id: "#document",
    deepLinking: true,
    displayOperationId: true,
    validatorUrl: null,
    persistAuthorization: false,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
  });
});
