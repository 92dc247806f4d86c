'use strict';

// Runs in the image. A click on a box makes it fill the width, with its callers below it; a click on the lowest shows everything again.

const kWidth = 1200;
const kCharacter = 7;

const frames = [...document.querySelectorAll('.frame')].map((group) => {
  const rect = group.querySelector('rect');
  const number = (name) => Number(rect.getAttribute(name));
  const title = group.querySelector('title').textContent;
  return { group, rect, text: group.querySelector('text'), label: title.replace(/ \([^()]*\)$/, ''), left: number('x'), width: number('width'), top: number('y') };
});

function zoom(to) {
  const end = to.left + to.width;
  for (const frame of frames) {
    const isCaller = frame.top >= to.top && frame.left <= to.left + 0.01 && frame.left + frame.width >= end - 0.01;
    const isInside = frame.top <= to.top && frame.left >= to.left - 0.01 && frame.left + frame.width <= end + 0.01;
    frame.group.classList.toggle('outside', !isCaller && !isInside);
    if (isCaller) place(frame, 0, kWidth);
    else if (isInside) place(frame, (frame.left - to.left) / to.width * kWidth, frame.width / to.width * kWidth);
  }
}

function place({ rect, text, label }, left, width) {
  rect.setAttribute('x', left);
  rect.setAttribute('width', width);
  text.setAttribute('x', left + 3);
  text.textContent = fitting(label, width);
}

function fitting(label, width) {
  const characters = [...label];
  const room = Math.floor((width - 6) / kCharacter);
  if (characters.length <= room) return label;
  return room < 3 ? '' : `${characters.slice(0, room - 1).join('')}…`;
}

function search() {
  const wanted = prompt('Functions whose name or file holds', '') ?? '';
  for (const { group, label } of frames) group.classList.toggle('found', wanted !== '' && label.includes(wanted));
}

for (const frame of frames) frame.group.addEventListener('click', () => zoom(frame));
document.getElementById('search').addEventListener('click', search);
addEventListener('keydown', (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key !== 'f') return;
  event.preventDefault();
  search();
});
