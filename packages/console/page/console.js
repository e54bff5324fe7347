const HEALTH_INTERVAL_MS = 5000;

function speak(language) {
  document.documentElement.lang = language;
  document.title = language === 'en' ? 'Till · Console' : 'Till 收银 · 控制台';
}

/** A chosen language wins over the browser's; a browser that refuses storage simply forgets it. */
function remembered() {
  try {
    return localStorage.getItem('till-language');
  } catch {
    return null;
  }
}

function remember(language) {
  try {
    localStorage.setItem('till-language', language);
  } catch {}
}

async function showHealth() {
  let up = false;
  try {
    up = (await fetch('/healthz', { cache: 'no-store' })).ok;
  } catch {}
  document.querySelector('[data-health]').dataset.health = up ? 'up' : 'down';
}

/** Only what runs beside this server is offered: in production there is neither a demo shop nor a sandbox. */
async function openDoors() {
  const response = await fetch('links.json');
  const links = response.ok ? await response.json() : {};
  for (const [name, address] of Object.entries(links)) {
    const door = document.querySelector(`[data-door="${name}"]`);
    door.href = address;
    door.hidden = false;
  }
}

speak(remembered() ?? (navigator.language.startsWith('zh') ? 'zh-CN' : 'en'));
document.querySelector('[data-language-switch]').addEventListener('click', () => {
  const language = document.documentElement.lang === 'en' ? 'zh-CN' : 'en';
  speak(language);
  remember(language);
});
await showHealth();
setInterval(showHealth, HEALTH_INTERVAL_MS);
await openDoors();
