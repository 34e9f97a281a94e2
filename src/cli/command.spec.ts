import { Logger } from '@nestjs/common';
import { runCommand } from './command';

it('keeps what is logged out of the results of a command', async () => {
  const [results, others] = [jest.spyOn(process.stdout, 'write'), jest.spyOn(process.stderr, 'write')];
  for (const spy of [results, others]) spy.mockReturnValue(true);
  const { exitCode } = process;
  try {
    await runCommand('test', () => {
      new Logger('Database').warn('an idle connection was lost');
      return Promise.resolve(0);
    });
    expect(results).not.toHaveBeenCalled();
    expect(others).toHaveBeenCalledWith(expect.stringContaining('an idle connection was lost'));
  } finally {
    process.exitCode = exitCode;
    jest.restoreAllMocks();
  }
});
