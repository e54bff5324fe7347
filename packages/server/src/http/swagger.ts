import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { FastifyInstance } from 'fastify';

const PREFIX = '/swagger';
const OPENAPI_PATH = `${PREFIX}/v1/swagger.json`;
/** Swagger UI brings its own scripts and styles, and calls this server only. */
const CONTENT_SECURITY_POLICY =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'none'; " +
  "base-uri 'self'; frame-ancestors 'self'";

const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" width="110" height="40"><text x="0" y="28" fill="#fff" ' +
  'font-family="sans-serif" font-size="22" font-weight="bold">Till 收银</text></svg>';

/** Documents every route that is mounted after it: a page at `/swagger/index.html`, OpenAPI at `/swagger/v1/swagger.json`. */
export async function mountSwagger(http: FastifyInstance): Promise<void> {
  await http.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Till',
        description: '支付宝支付服务 / A payment service for Alipay',
        version: '1.0.0',
      },
      tags: [
        { name: 'Alipay', description: '支付宝：下单、查询、退款、通知 / Orders, queries, refunds, notifications' },
      ],
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description: '应用的 API 密钥，till_ 开头 / An API key of the app, beginning with till_',
          },
        },
      },
    },
  });
  await http.register(swaggerUi, {
    routePrefix: PREFIX,
    uiConfig: { deepLinking: true, persistAuthorization: true },
    theme: { title: 'Till API' },
    logo: { type: 'image/svg+xml', content: Buffer.from(LOGO) },
    staticCSP: CONTENT_SECURITY_POLICY,
  });
  http.get(OPENAPI_PATH, { schema: { hide: true } }, async () => http.swagger());
}

/**
 * `/swagger/index.html` is where people and links expect the page; the plugin serves it as `/swagger/`. From there its
 * scripts ask for addresses below the page's own, `/swagger/index.html/json`, so those are mapped as well.
 */
export function rewriteSwaggerIndex(url: string): string {
  return url.replace(/^\/swagger\/index\.html\/?/, `${PREFIX}/`);
}
