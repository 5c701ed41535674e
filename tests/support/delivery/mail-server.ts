import type { AddressInfo } from 'node:net';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { testCertificate } from './certificate.ts';

/** An SMTP server that keeps what it takes, and misbehaves when asked to. */
export class MailServer {
  readonly mails: ParsedMail[] = [];
  readonly isEncrypted: boolean[] = [];
  /** What the next mails are refused with, each once; empty to take them. */
  refusals: { code: number; message: string }[] = [];
  private waiting: (() => void)[] = [];

  private constructor(
    private readonly server: SMTPServer,
    readonly ca: string,
  ) {}

  /** @param more of the server's own options, such as `hideSTARTTLS`. */
  static async start(more: SMTPServerOptions = {}): Promise<MailServer> {
    const { key, cert } = await testCertificate();
    const smtp: SMTPServer = new SMTPServer({
      key,
      cert,
      authOptional: true,
      logger: false,
      onData: (stream, session, done) => {
        void simpleParser(stream).then((mail) => {
          const refusal = server.refusals.shift();
          if (refusal !== undefined) {
            return done(Object.assign(new Error(refusal.message), { responseCode: refusal.code }));
          }
          server.mails.push(mail);
          server.isEncrypted.push(session.secure);
          done();
          for (const wake of server.waiting.splice(0)) wake();
        });
      },
      ...more,
    });
    const server = new MailServer(smtp, cert);
    smtp.on('error', () => undefined);
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()));
    return server;
  }

  get url(): string {
    return `smtp://localhost:${(this.server.server.address() as AddressInfo).port}`;
  }

  async until(count: number): Promise<void> {
    while (this.mails.length < count) await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  stop(): Promise<void> {
    return new Promise((resolve) => this.server.close(() => resolve()));
  }
}
