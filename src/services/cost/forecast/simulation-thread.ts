import { parentPort } from 'node:worker_threads';
import { simulate, type SimulationInput } from '../../../domain/schedule/forecast/simulation.ts';

/** What the thread is asked, and answers under the same number. */
export interface SimulationOrder {
  readonly number: number;
  readonly input: SimulationInput;
}

// The thread of a simulation: it has nothing but numbers, and neither database nor network.
parentPort?.on('message', ({ number, input }: SimulationOrder) => {
  const output = simulate(input);
  const buffers = [output.finishes, output.costs, output.onPath, output.cruciality].map(
    ({ buffer }) => buffer,
  );
  parentPort?.postMessage({ number, output }, buffers as ArrayBuffer[]);
});
