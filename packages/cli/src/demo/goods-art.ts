const drawing = (background: string, shapes: string) =>
  `<svg viewBox="0 0 200 150" preserveAspectRatio="xMidYMid slice" aria-hidden="true"><rect width="200" height="150" fill="${background}"/>${shapes}</svg>`;

const shadow = (x: number, y: number, rx: number) =>
  `<ellipse cx="${x}" cy="${y}" rx="${rx}" ry="${rx / 7}" fill="#000" opacity=".08"/>`;

const repeat = (count: number, shape: (degrees: number) => string) =>
  Array.from({ length: count }, (_, index) => shape((360 / count) * index)).join('');

const sesame = drawing(
  '#f1ece1',
  `<circle cx="100" cy="74" r="46" fill="#fff" opacity=".7"/>
${shadow(100, 100, 15)}
<path d="M100 48c9 10 14 20 14 30a14 18 0 0 1-28 0c0-10 5-20 14-30z" fill="#f3ddb0"/>
<path d="M100 48c9 10 14 20 14 30a14 18 0 0 1-14 18z" fill="#e7c98d"/>
<path d="M95 66c-3 5-4 9-4 13" fill="none" stroke="#fff" stroke-width="3" stroke-linecap="round"/>
<g stroke="#c9a45f" stroke-width="2.5" stroke-linecap="round"><path d="M140 42v10M135 47h10M61 92v8M57 96h8M146 100v6M143 103h6"/></g>`,
);

const fruit = (x: number, y: number, r: number) =>
  `${shadow(x, y + r * 0.86, r * 0.95)}
<ellipse cx="${x}" cy="${y}" rx="${r}" ry="${r * 0.86}" fill="#f07f2e"/>
<path d="M${x - r * 0.99} ${y + r * 0.1}a${r} ${r * 0.86} 0 0 0 ${r * 1.98} 0a${r * 1.2} ${r * 0.8} 0 0 1-${r * 1.98} 0z" fill="#dd6a1d"/>
<ellipse cx="${x - r * 0.45}" cy="${y - r * 0.25}" rx="${r * 0.17}" ry="${r * 0.28}" fill="#ffd9b3" transform="rotate(28 ${x - r * 0.45} ${y - r * 0.25})"/>
<g transform="translate(${x} ${y - r * 0.72}) scale(${r / 40})"><path d="M0 2c-8-10-20-9-27-3 6 8 16 11 24 8-4 3-5 7-4 11 6-1 9-5 10-9 4 3 9 3 13 1-1-5-5-7-9-8 8 1 15-2 19-9-9-5-19-3-26 9z" fill="#5f7d3a"/><path d="M0 3c0-6 1-10 4-14" fill="none" stroke="#6b4a2b" stroke-width="4.5" stroke-linecap="round"/></g>`;

const persimmon = drawing('#fdeedd', `${fruit(128, 84, 32)}${fruit(80, 80, 43)}`);

const mooncake = drawing(
  '#f6efd8',
  `${shadow(100, 128, 50)}
<g fill="#b9772b">${repeat(12, (angle) => `<circle cx="100" cy="31" r="14.5" transform="rotate(${angle} 100 76)"/>`)}</g>
<circle cx="100" cy="76" r="47" fill="#c98838"/>
<g fill="#dfa552">${repeat(12, (angle) => `<circle cx="100" cy="33" r="11" transform="rotate(${angle} 100 74)"/>`)}</g>
<circle cx="100" cy="74" r="42" fill="#dfa552"/>
<circle cx="100" cy="74" r="36" fill="none" stroke="#b9772b" stroke-width="2.5"/>
<g fill="none" stroke="#b9772b" stroke-width="2.5">${repeat(6, (angle) => `<path d="M100 66c-8-6-8-17 0-23 8 6 8 17 0 23z" transform="rotate(${angle} 100 74)"/>`)}</g>
<circle cx="100" cy="74" r="6" fill="#b9772b"/>`,
);

const tea = drawing(
  '#e6f0e4',
  `${shadow(100, 126, 56)}
<ellipse cx="100" cy="118" rx="54" ry="10" fill="#d5e3de"/><ellipse cx="100" cy="115" rx="54" ry="9" fill="#fff"/>
<path d="M60 68h80c0 28-12 46-26 48H86c-14-2-26-20-26-48z" fill="#fff"/>
<path d="M118 68h22c0 28-12 46-26 48h-8c10-8 14-26 12-48z" fill="#e4eeea"/>
<ellipse cx="100" cy="68" rx="40" ry="9.5" fill="#d5e3de"/><ellipse cx="100" cy="69" rx="35" ry="7" fill="#b9cf6a"/>
<path d="M88 70c5-6 14-7 20-2-6 5-15 6-20 2z" fill="#5f8f3c"/><path d="M104 71c3-4 9-5 13-2-4 4-9 4-13 2z" fill="#7ba84c"/>
<path d="M74 92c7-7 15-8 22-3-6 8-14 9-22 3zm22-3c4-6 9-8 15-7-2 6-7 9-15 7z" fill="none" stroke="#6f9fc4" stroke-width="2.5" stroke-linejoin="round"/>
<g fill="none" stroke="#9dbb9d" stroke-width="3.5" stroke-linecap="round"><path d="M86 48c-6-7 6-11 0-19M101 46c-6-8 6-13 0-22M116 48c-6-7 6-11 0-19"/></g>`,
);

const umbrella = drawing(
  '#e9ecf6',
  `<g transform="rotate(-14 100 78)">
<path d="M100 30v84a9 9 0 0 1-18 0" fill="none" stroke="#8a5a34" stroke-width="5" stroke-linecap="round"/>
<path d="M34 82a66 58 0 0 1 132 0c-7-6-15-6-22 0-7-6-15-6-22 0-7-6-15-6-22 0-7-6-15-6-22 0-7-6-15-6-22 0-7-6-15-6-22 0z" fill="#d6483f"/>
<path d="M78 82c2-28 9-48 22-58a66 58 0 0 0-66 58c7-6 15-6 22 0 7-6 15-6 22 0z" fill="#e4635a"/>
<g fill="none" stroke="#a52f2b" stroke-width="1.8"><path d="M56 82c6-28 20-48 44-58M78 82c2-28 9-48 22-58M122 82c-2-28-9-48-22-58M144 82c-6-28-20-48-44-58"/></g>
<path d="M100 24v-8" stroke="#8a5a34" stroke-width="5" stroke-linecap="round"/>
<g fill="#ffe3d6"><circle cx="132" cy="58" r="3.6"/><circle cx="138" cy="64" r="3.6"/><circle cx="130" cy="66" r="3.6"/><circle cx="66" cy="62" r="3"/><circle cx="72" cy="66" r="3"/><circle cx="65" cy="69" r="3"/></g>
</g>
<g stroke="#a9b4d6" stroke-width="3" stroke-linecap="round"><path d="M30 26l-4 9M58 18l-3 8M152 22l-4 9M176 44l-4 9M22 96l-3 8M172 108l-3 8"/></g>`,
);

const lantern = drawing(
  '#2b2f4a',
  `<g fill="#ffe9a8"><circle cx="36" cy="34" r="1.8"/><circle cx="166" cy="28" r="2.2"/><circle cx="178" cy="74" r="1.5"/><circle cx="24" cy="88" r="2"/><circle cx="58" cy="20" r="1.4"/><circle cx="148" cy="112" r="1.6"/><circle cx="44" cy="122" r="1.4"/></g>
<circle cx="100" cy="68" r="60" fill="#ffb347" opacity=".16"/><circle cx="100" cy="68" r="48" fill="#ffb347" opacity=".2"/>
<path d="M100 0v32" stroke="#d8a84a" stroke-width="3"/>
<ellipse cx="100" cy="68" rx="44" ry="34" fill="#e0392f"/>
<ellipse cx="100" cy="68" rx="29" ry="34" fill="#ee5a3c"/><ellipse cx="100" cy="68" rx="12" ry="34" fill="#ff8a52"/>
<g fill="none" stroke="#ffcf6b" stroke-width="1.6"><ellipse cx="100" cy="68" rx="44" ry="34"/><ellipse cx="100" cy="68" rx="29" ry="34"/><ellipse cx="100" cy="68" rx="12" ry="34"/></g>
<rect x="82" y="29" width="36" height="8" rx="3" fill="#e3b04b"/><rect x="82" y="99" width="36" height="8" rx="3" fill="#e3b04b"/>
<path d="M100 107v8" stroke="#d8a84a" stroke-width="3"/><circle cx="100" cy="117" r="4" fill="#e3b04b"/>
<g stroke="#e0392f" stroke-width="2.4" stroke-linecap="round"><path d="M96 121l-3 22M100 121v25M104 121l3 22"/></g>`,
);

/** The goods' pictures, drawn by hand, 4 to 3. */
export const art = { sesame, persimmon, mooncake, tea, umbrella, lantern } as const;
