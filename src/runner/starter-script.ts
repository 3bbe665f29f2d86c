/**
 * The program of a starter. Whoever starts a process copies its own memory map first, so that a Node process
 * takes several times longer for it than one of a few megabytes; Perl is where git is, and its `fork`, `exec`
 * and `waitpid` are those of the system.
 *
 * Its argument is how many programs it may run at the same time: for more than one it has as many _hands_,
 * processes that take orders from the same line, each the next one the moment it is free. A hand that dies
 * ends them all.
 *
 * Orders come on its input: four bytes of length, then the order's number, the folder, the file for the output,
 * the number of words, the words, and `NAME=value` for each variable, with a NUL between any two. An order is
 * withdrawn by a file beside the one for the output, with `withdrawn` after its name. On descriptor 3 nothing
 * comes; it ends with whoever gave the orders, and then nothing is started any more.
 *
 * Answers are lines: `ready` once, then per order `started <number> <pid>` and `ended <number> <wait status>`;
 * between them there may be `failed <number> <errno>` (the program could not be executed) or, in place of
 * `started`, `unable <number> <errno>`. An order that was withdrawn in time has the one answer
 * `withdrawn <number>`.
 */
export const starterScript = String.raw`
use strict;
my ($hands) = @ARGV;
open(my $orders, '<&', \*STDIN) or die;
open(my $answers, '>&', \*STDOUT) or die;
open(STDIN, '<', '/dev/null') or die;
open(my $life, '<&=', 3) or die;
# Whoever holds the one byte that is in it may take an order.
pipe(my $turn, my $pass) or die;

sub tell_of { syswrite($answers, join(' ', @_) . "\n") or exit 1 }

sub take {
  my ($wanted) = @_;
  my $bytes = '';
  while (length($bytes) < $wanted) {
    sysread($orders, $bytes, $wanted - length($bytes), length($bytes)) or return undef;
  }
  return $bytes;
}

sub next_order {
  sysread($turn, my $held, 1) or exit 1;
  my $length = take(4);
  my $order = defined($length) ? take(unpack('N', $length)) : undef;
  syswrite($pass, $held);
  return $order;
}

sub is_alone {
  vec(my $wanted = '', fileno($life), 1) = 1;
  return select($wanted, undef, undef, 0);
}

sub work {
  while (defined(my $order = next_order())) {
    my ($number, $folder, $output, $count, @rest) = split(/\0/, $order, -1);
    my @words = splice(@rest, 0, $count);
    return if is_alone();
    if (-e "$output.withdrawn") {
      tell_of('withdrawn', $number);
      next;
    }
    %ENV = map { split(/=/, $_, 2) } @rest;
    my $file;
    my $pid = chdir($folder) && open($file, '>>', $output) ? fork() : undef;
    if (!defined($pid)) {
      tell_of('unable', $number, $! + 0);
      tell_of('ended', $number, 0);
      next;
    }
    if ($pid == 0) {
      setpgrp(0, 0);
      # Before it executes anything, so that nothing runs of which nobody can hear, whatever becomes of this hand.
      tell_of('started', $number, $$);
      if (open(STDOUT, '>&', $file) && open(STDERR, '>&', $file)) {
        no warnings;
        exec { $words[0] } @words;
      }
      tell_of('failed', $number, $! + 0);
      exit 127;
    }
    waitpid($pid, 0);
    my $status = $?;
    kill('KILL', -$pid);
    tell_of('ended', $number, $status);
  }
}

syswrite($pass, '.');
if ($hands == 1) {
  tell_of('ready');
  work();
  exit 0;
}
my %at_work;
for (1 .. $hands) {
  my $pid = fork();
  die unless defined($pid);
  if ($pid == 0) {
    work();
    exit 0;
  }
  $at_work{$pid} = 1;
}
close($orders);
tell_of('ready');
while (%at_work) {
  delete($at_work{waitpid(-1, 0)});
  next if $? == 0;
  kill('KILL', keys(%at_work));
  exit 1;
}
`;
