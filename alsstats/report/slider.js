"use strict";
// PPV and NPV at any prevalence: Bayes' rule on the likelihood ratios that the page carries, as
// alsstats.diagnostic.projection has it. Where the estimate is 0 or 1, so is the limit on that side.
(() => {
  const form = document.getElementById("slider");
  if (!form) return;
  const held = JSON.parse(document.getElementById("numbers").textContent);
  const find = (id) => document.getElementById(id);
  const number = (value) => (value === "inf" ? Infinity : value === null ? NaN : value);

  const after = (odds) => (odds === Infinity ? 1 : odds / (1 + odds));
  const bayes = {
    ppv: (odds, ratio) => after(odds * ratio),
    npv: (odds, ratio) => 1 / (1 + odds * ratio),
  };

  function projected(name, odds, ratio) {
    const [value, one, other] = ["value", "low", "high"].map((key) =>
      bayes[name](odds, number(ratio[key])),
    );
    const low = value === 0 ? 0 : Math.min(one, other);
    const high = value === 1 ? 1 : Math.max(one, other);
    return [value, low, high];
  }

  // Half away from zero on the shortest decimal; what only rounds to 0 or 100 says so.
  function percent(value) {
    if (Number.isNaN(value)) return "-";
    const written = String(value);
    const tenths = written.includes("e") ? value * 1000 : Number(`${written}e3`);
    const text = (Math.round(tenths) / 10).toFixed(1);
    if (value > 0 && text === "0.0") return "<0.1";
    if (value < 1 && text === "100.0") return ">99.9";
    return text;
  }

  function shown([value, low, high]) {
    if (Number.isNaN(value)) return "undefined: nobody was counted";
    const limits = Number.isNaN(low) ? "" : ` (${percent(low)} to ${percent(high)} %)`;
    return `${percent(value)} %${limits}`;
  }

  // Whole people, as alsstats.diagnostic.natural_frequencies counts them: a half is rounded up.
  const whole = (people) => Math.round(Number(people.toFixed(9)));

  function frequencies(block, prevalence) {
    const people = prevalence < 0.01 || prevalence > 0.99 ? 10000 : 1000;
    const ill = whole(people * prevalence);
    const others = people - ill;
    const tp = whole(ill * block.sensitivity);
    const tn = whole(others * block.specificity);
    const [fn, fp] = [ill - tp, others - tn];
    return { people, ill, others, tp, fp, fn, tn, present: tp + fp, absent: fn + tn };
  }

  function show(block, prevalence) {
    const odds = prevalence / (1 - prevalence);
    find("ppv").textContent = shown(projected("ppv", odds, block.positive));
    find("npv").textContent = shown(projected("npv", odds, block.negative));
    const known = block.sensitivity !== null && block.specificity !== null;
    find("frequencies").hidden = !known;
    form.querySelector(".bars").hidden = !known;
    if (!known) return;
    const counts = frequencies(block, prevalence);
    for (const place of form.querySelectorAll("[data-count]"))
      place.textContent = counts[place.dataset.count].toLocaleString("en");
    for (const place of form.querySelectorAll("[data-word]")) place.textContent = block.target;
    for (const bar of form.querySelectorAll("[data-bar]"))
      bar.style.flexGrow = counts[bar.dataset.bar];
  }

  function update() {
    const given = Number(find("prevalence-number").value);
    const possible = given > 0 && given < 100;
    find("prevalence").setAttribute("aria-valuetext", possible ? `${given} percent` : "none");
    find("prevalence-number").setAttribute("aria-invalid", String(!possible));
    find("prevalence-problem").textContent = possible
      ? ""
      : "A prevalence lies between 0 and 100 %, and is neither.";
    const block = held.blocks.find(
      (one) => one.sign === find("sign").value && one.against === find("comparison").value,
    );
    for (const id of ["ppv", "npv"]) find(id).textContent = "-";
    find("frequencies").hidden = form.querySelector(".bars").hidden = true;
    if (possible && block) show(block, given / 100);
  }

  find("prevalence").addEventListener("input", (event) => {
    find("prevalence-number").value = event.target.value;
    update();
  });
  find("prevalence-number").addEventListener("input", (event) => {
    find("prevalence").value = event.target.value;
    update();
  });
  for (const id of ["sign", "comparison"]) find(id).addEventListener("change", update);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.hidden = false;
  update();
})();

addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
});
