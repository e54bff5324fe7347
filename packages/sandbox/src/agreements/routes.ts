import { takingNothing } from '../control/input.ts';
import { json, SandboxError } from '../http/message.ts';
import type { Route } from '../http/routes.ts';
import { agreementFields } from './agreement.ts';
import type { AgreementBook } from './agreement-book.ts';

interface Parts {
  readonly agreements: AgreementBook;
}

/** `POST /_sandbox/agreements/:agreement_no/unsign`: the person ends the agreement, as in the wallet. */
export function agreementRoutes({ agreements }: Parts): Route[] {
  return [
    {
      method: 'POST',
      path: '/_sandbox/agreements/:agreement_no/unsign',
      handle: takingNothing(({ params }) => {
        const agreementNo = params.agreement_no ?? '';
        const agreement = agreements.get(agreementNo);
        if (agreement === undefined) {
          throw new SandboxError(404, 'agreement_not_found', `There is no agreement ${agreementNo}.`);
        }
        if (!agreements.unsign(agreement)) {
          throw new SandboxError(409, 'agreement_not_normal', `Agreement ${agreementNo} is ${agreement.status}.`);
        }
        return json(agreementFields(agreements.get(agreementNo) ?? agreement));
      }),
    },
  ];
}
