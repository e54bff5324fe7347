import 'reflect-metadata';
import { Controller, Module, Post, Req, Res } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Alipay, NotificationHandlers } from '@till/alipay';
import type { Request, Response } from 'express';

/**
 * Takes Alipay's notifications on NestJS. The decorators are called as the functions they are, so that this file runs as
 * it stands; in a project that compiles decorators write them as `@Controller('alipay')`, `@Post('notify')` and so on.
 */
export async function createShop(alipay: Alipay, handlers: NotificationHandlers): Promise<NestExpressApplication> {
  class AlipayController {
    async notify(request: Request, response: Response): Promise<void> {
      const { answer, status } = await alipay.receiveNotification(request, handlers);
      response.status(status).type('text/plain').send(answer);
    }
  }
  class ShopModule {}

  const { prototype } = AlipayController;
  Controller('alipay')(AlipayController);
  Post('notify')(prototype, 'notify', Object.getOwnPropertyDescriptor(prototype, 'notify') ?? {});
  Req()(prototype, 'notify', 0);
  Res()(prototype, 'notify', 1);
  Module({ controllers: [AlipayController] })(ShopModule);

  // Without NestJS's parser of forms: it refuses those in GBK, and the signature is over the body as received.
  const shop = await NestFactory.create<NestExpressApplication>(ShopModule, { bodyParser: false, logger: false });
  return shop.useBodyParser('json');
}
