import { describe, expect, it } from '@jest/globals';
import { diagnosisOf, shownOf } from './diagnosis-of.ts';

describe('the lines that belong to a match', () => {
  const crash = [
    'Fatal Python error: Segmentation fault',
    '',
    'Current thread 0x00007f18 (most recent call first):',
    '  File "/root/.pyenv/versions/3.11.7/lib/python3.11/ctypes/__init__.py", line 519 in string_at',
    '  File "/home/runner/work/shop/shop/tests/test_crash.py", line 3 in test_segv',
    '  File "/venv/lib/python3.11/site-packages/_pytest/python.py", line 187 in pytest_pyfunc_call',
  ].join('\n');

  it('name the place in the project, and not that of the library it called', () => {
    expect(diagnosisOf(crash).files).toEqual(['tests/test_crash.py']);
  });

  it('leave out the frames of installed packages', () => {
    const shown = shownOf(crash, diagnosisOf(crash));
    expect(shown).toContain('test_crash.py');
    expect(shown).not.toContain('site-packages');
  });
});
