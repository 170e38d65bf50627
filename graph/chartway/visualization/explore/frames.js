// The frames of the whole field: open, their things show; closed, their name alone.
const frames = data.frames.map((frame) => ({ ...frame, things: frame.things.map(idOf), atFirst: frame.opened, x: frame.box[0], y: frame.box[1], width: frame.box[2], height: frame.box[3] }));
const frameOf = new Map(frames.flatMap((frame) => frame.things.map((id) => [id, frame])));
const frameBoxes = [...document.querySelectorAll(".frames fieldset input")];
const allArrows = document.getElementById("all-arrows");
const FRAME_HEAD = 34;

const isTucked = (id) => frameOf.has(id) && !frameOf.get(id).opened;

/** A frame under its things; a closed one has its name across it. */
function drawFrame(ctx, frame, shades) {
  ctx.beginPath();
  ctx.roundRect(frame.x, frame.y, frame.width, frame.height, 12);
  ctx.fillStyle = shades.band;
  ctx.fill();
  ctx.strokeStyle = frame.opened ? shades.rule : shades.line;
  ctx.lineWidth = 1.5;
  ctx.stroke();
  ctx.fillStyle = shades.ink;
  ctx.textBaseline = "middle";
  const label = `${frame.label} · ${frame.things.length}`;
  if (frame.opened) {
    ctx.textAlign = "left";
    ctx.font = `650 16px ${FONT}`;
    ctx.fillText(label, frame.x + 12, frame.y + FRAME_HEAD / 2 - 2, frame.width - 24);
  } else {
    ctx.textAlign = "center";
    const size = Math.min(44, (1.7 * (frame.width - 24)) / label.length);
    ctx.font = `650 ${size}px ${FONT}`;
    ctx.fillText(label, frame.x + frame.width / 2, frame.y + frame.height / 2 - size / 2, frame.width - 24);
    ctx.font = `400 ${Math.max(14, size / 2)}px ${FONT}`;
    ctx.fillStyle = shades.quiet;
    ctx.fillText("open", frame.x + frame.width / 2, frame.y + frame.height / 2 + size / 2, frame.width - 24);
  }
}

const frameAt = ({ x, y }) => frames.find((frame) => x >= frame.x && x <= frame.x + frame.width && y >= frame.y && y <= frame.y + (frame.opened ? FRAME_HEAD : frame.height));

function openFrame(frame, on = !frame.opened) {
  frame.opened = on;
  for (const box of frameBoxes) if (box.value === frame.id) box.checked = on;
}

function openFrames(some, on) {
  for (const frame of some) openFrame(frame, on);
  redraw();
  tellAddress();
  said.textContent = some.length === 1 ? `${some[0].label}: ${on ? "open" : "closed"}` : `${frames.filter((frame) => frame.opened).length} of ${frames.length} groups are open`;
}

for (const box of frameBoxes) box.addEventListener("change", () => openFrames(frames.filter((frame) => frame.id === box.value), box.checked));
document.getElementById("open-all")?.addEventListener("click", () => openFrames(frames, true));
document.getElementById("close-all")?.addEventListener("click", () => openFrames(frames, false));
allArrows?.addEventListener("change", () => redraw());
