import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** A mail as it arrives. */
export interface ArrivedMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

export interface MailServer {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Takes every mail and passes it on to whom it is shown; it leaves this machine by no way, and so needs no encryption.
 * @param port 0 takes any.
 */
export async function startMailServer(
  port: number,
  onMail: (mail: ArrivedMail) => void,
): Promise<MailServer> {
  const server = new SMTPServer({
    hideSTARTTLS: true,
    authOptional: true,
    logger: false,
    onData: (stream, session, done) => {
      void simpleParser(stream).then(({ subject = '', text = '' }) => {
        const to = session.envelope.rcptTo.map(({ address }) => address).join(', ');
        onMail({ to, subject, text });
        done();
      }, done);
    },
  });
  // Whoever hangs up in the middle of a mail is no reason to stop.
  server.on('error', () => undefined);
  const listener = await new Promise<ReturnType<SMTPServer['listen']>>((resolve, reject) => {
    server.server.once('error', reject);
    const listening = server.listen(port, '127.0.0.1', () => resolve(listening));
  });
  const address = listener.address();
  return {
    url: `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
