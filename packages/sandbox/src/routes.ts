import { agreementRoutes } from './agreements/routes.ts';
import type { Parts } from './assemble.ts';
import { authorizationRoutes } from './authorizations/routes.ts';
import { billRoutes } from './bills/routes.ts';
import { buyerRoutes } from './buyers/routes.ts';
import { appRoutes } from './cashier/app-routes.ts';
import { confirmationRoutes } from './cashier/confirmation-routes.ts';
import { styleSheetRoutes } from './cashier/pages/style-sheet.ts';
import { cashierRoutes } from './cashier/routes.ts';
import { consoleRoutes } from './console/routes.ts';
import { answerRoutes } from './control/answer-routes.ts';
import { rotationRoutes } from './control/rotation-routes.ts';
import { controlRoutes } from './control/routes.ts';
import { couponRoutes } from './coupons/routes.ts';
import { fileRoutes } from './files/routes.ts';
import { answerGateway } from './gateway/gateway.ts';
import { answerMisplacedV3 } from './gateway/misplaced-v3.ts';
import type { HttpRequest } from './http/message.ts';
import { type Route, type RouteTable, routeTable } from './http/routes.ts';
import { oauthRoutes } from './oauth/routes.ts';
import { requestLogRoutes } from './request-log/routes.ts';
import { answerV3 } from './v3/v3.ts';

/** Everything that a sandbox answers over HTTP. */
export function routesOf(parts: Parts, address: () => string, report: (error: unknown) => void): RouteTable {
  const gateway = (request: HttpRequest) => answerGateway({ ...parts, address, report }, request);
  const routes: Route[] = [
    { method: 'GET', path: '/gateway.do', handle: gateway },
    { method: 'POST', path: '/gateway.do', handle: gateway },
    { method: '*', path: '/gateway.do/v3/*', handle: (request) => answerMisplacedV3(request, parts.ids.traceId()) },
    { method: '*', path: '/v3/*', handle: (request) => answerV3({ ...parts, address, report }, request) },
    ...oauthRoutes(parts),
    ...fileRoutes(parts.uploads),
    ...cashierRoutes({ ...parts, address }),
    ...styleSheetRoutes(),
    ...appRoutes(parts),
    ...billRoutes(parts),
    ...authorizationRoutes(parts),
    ...agreementRoutes(parts),
    ...confirmationRoutes({ ...parts, address }),
    ...buyerRoutes(parts.buyers),
    ...couponRoutes(parts),
    ...answerRoutes(parts.answers),
    ...rotationRoutes(parts.apps),
    ...requestLogRoutes(parts.requests),
    ...controlRoutes(parts.control),
  ];
  return routeTable([...consoleRoutes({ ...parts, address, routes }), ...routes]);
}
