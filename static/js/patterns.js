// A table of codes under the fingers: arrows walk it, a spreadsheet pastes into it, its hours add up as it fills.
const table = document.querySelector(".pattern-weeks");
const lengths = JSON.parse(table.dataset.shifts);
const rows = [...table.tBodies[0].rows].map((row) => [...row.querySelectorAll("input")]);

const at = (week, day) => rows[week]?.[day];
const place = (input) => {
  const week = rows.findIndex((row) => row.includes(input));
  return [week, rows[week].indexOf(input)];
};

function words(minutes) {
  const whole = Math.floor(minutes / 60), rest = minutes % 60;
  if (!minutes) return "–";
  return [whole && `${whole} h`, rest && `${rest} min`].filter(Boolean).join(" ");
}

function add(week) {
  const codes = rows[week].map((input) => input.value.trim().toUpperCase());
  const count = (code) => codes.filter((one) => one === code).length;
  const line = table.tBodies[0].rows[week];
  line.querySelector(".pattern-hours").textContent = words(codes.reduce((sum, code) => sum + (lengths[code] || 0), 0));
  line.querySelector(".pattern-rests").textContent = count("RD") + (count("FD") ? ` + ${count("FD")} free` : "");
}

table.addEventListener("input", (event) => add(place(event.target)[0]));

table.addEventListener("keydown", (event) => {
  const input = event.target;
  if (!input.matches(".pattern-code") || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const [week, day] = place(input);
  const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  const atStart = whole || (input.selectionStart === 0 && input.selectionEnd === 0);
  const atEnd = whole || input.selectionStart === input.value.length;
  const next = {
    ArrowUp: () => at(week - 1, day),
    ArrowDown: () => at(week + 1, day),
    ArrowLeft: () => atStart && at(week, day - 1),
    ArrowRight: () => atEnd && at(week, day + 1),
  }[event.key]?.();
  if (!next) return;
  event.preventDefault();
  next.focus();
  next.select();
});

table.addEventListener("paste", (event) => {
  const text = event.clipboardData.getData("text/plain");
  if (!/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  const [week, day] = place(event.target);
  text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
    line.split("\t").forEach((code, right) => {
      const input = at(week + down, day + right);
      if (input) input.value = code.trim().slice(0, 6).toUpperCase();
    });
    if (rows[week + down]) add(week + down);
  });
});
