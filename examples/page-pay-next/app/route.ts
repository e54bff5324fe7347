export function GET(): Response {
  const page = '<form method="post" action="/pay"><button>Buy Longjing tea, 88.88 yuan</button></form>';
  return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } });
}
