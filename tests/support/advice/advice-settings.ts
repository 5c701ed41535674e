import { AiModel } from '../../../src/domain/enums.ts';

/** Settings of a service whose models are asked by nobody unless jobs run: the port takes no connections. */
export const ADVICE_SETTINGS = modelSettings('http://127.0.0.1:9/v1');

/** Settings of a service that asks every model at this address. */
export function modelSettings(url: string): Record<string, string> {
  return {
    PIT_AI_URL: url,
    PIT_AI_PRIVATE: 'true',
    PIT_AI_MODELS: Object.values(AiModel)
      .map((model) => `${model}=test-${model}`)
      .join(','),
  };
}
