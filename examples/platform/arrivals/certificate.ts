import { generate } from 'selfsigned';

/** A key, and a certificate by which a receiver on this machine is known. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
}

/** Makes a certificate of this machine's name, which nobody trusts but whom it is given to. */
export async function makeCertificate(): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'localhost' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: [{ type: 2, value: 'localhost' }] },
    ],
  });
  return { key, cert };
}
