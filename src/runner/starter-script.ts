/**
 * The program of a starter. Whoever starts a process copies its own memory map first, so that a Node process
 * takes several times longer for it than one of a few megabytes; Perl is where git is, and its `fork`, `exec`
 * and `waitpid` are those of the system.
 *
 * It reads orders: four bytes of length, then the folder, the file for the output, the number of words, the
 * words, and `NAME=value` for each variable, with a NUL between any two. It answers in lines: `ready` once,
 * then per order `started <pid>` and `ended <wait status>`; before `ended` there may be `failed <errno>` (the
 * program could not be executed) or, without `started`, `unable <errno>`.
 */
export const starterScript = String.raw`
use strict;
open(my $orders, '<&', \*STDIN) or die;
open(my $answers, '>&', \*STDOUT) or die;
open(STDIN, '<', '/dev/null') or die;

sub tell_of { syswrite($answers, join(' ', @_) . "\n") or exit 1 }

sub take {
  my ($wanted) = @_;
  my $bytes = '';
  while (length($bytes) < $wanted) {
    sysread($orders, $bytes, $wanted - length($bytes), length($bytes)) or exit 0;
  }
  return $bytes;
}

tell_of('ready');
while (1) {
  my ($folder, $output, $count, @rest) = split(/\0/, take(unpack('N', take(4))), -1);
  my @words = splice(@rest, 0, $count);
  %ENV = map { split(/=/, $_, 2) } @rest;
  my $file;
  my $pid = chdir($folder) && open($file, '>>', $output) ? fork() : undef;
  if (!defined($pid)) {
    tell_of('unable', $! + 0);
    tell_of('ended', 0);
    next;
  }
  if ($pid == 0) {
    setpgrp(0, 0);
    if (open(STDOUT, '>&', $file) && open(STDERR, '>&', $file)) {
      no warnings;
      exec { $words[0] } @words;
    }
    tell_of('failed', $! + 0);
    exit 127;
  }
  # Here too, so that the group is there before anybody hears of it.
  setpgrp($pid, $pid);
  tell_of('started', $pid);
  waitpid($pid, 0);
  my $status = $?;
  kill('KILL', -$pid);
  tell_of('ended', $status);
}
`;
