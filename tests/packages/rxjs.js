'use strict';

const { BehaviorSubject, EMPTY, asyncScheduler, combineLatest, concat, defer, firstValueFrom, from, fromEvent, interval, lastValueFrom, merge, of, scheduled, throwError, timer } = require('rxjs');
const { bufferCount, catchError, debounceTime, delay, exhaustMap, filter, map, mergeMap, reduce, retry, scan, share, switchMap, take, takeUntil, tap, timeout, toArray, zipWith } = require('rxjs/operators');
const { EventEmitter } = require('node:events');

(async () => {
  const list = (observable) => lastValueFrom(observable.pipe(toArray()));
  console.log(await list(from([1, 2, 3, 4, 5]).pipe(filter((n) => n % 2), map((n) => n * 10), scan((a, b) => a + b, 0))));
  console.log(await list(interval(2).pipe(take(4), bufferCount(2), zipWith(of('a', 'b')))));
  let tries = 0;
  console.log(await list(defer(() => (++tries < 3 ? throwError(() => new Error('again')) : of(tries))).pipe(retry(5))));
  console.log(await list(throwError(() => new Error('x')).pipe(catchError((error) => of(error.message)))));
  console.log(await list(merge(of(1).pipe(delay(6)), timer(1).pipe(map(() => 2)), EMPTY)));
  console.log(await list(concat(of(1), scheduled([2, 3], asyncScheduler)).pipe(mergeMap(async (n) => n * 2))));
  const emitter = new EventEmitter();
  const got = list(fromEvent(emitter, 'x').pipe(takeUntil(fromEvent(emitter, 'stop')), debounceTime(3)));
  for (const n of [1, 2, 3]) emitter.emit('x', n);
  setTimeout(() => emitter.emit('stop'), 12);
  console.log(await got, emitter.listenerCount('x'));
  const subject = new BehaviorSubject(0);
  const sums = [];
  combineLatest([subject, of('k')]).pipe(share(), tap((pair) => sums.push(pair.join('')))).subscribe({ complete: () => sums.push('end') });
  subject.next(1);
  subject.complete();
  console.log(sums, await firstValueFrom(from([1, 2, 3]).pipe(reduce((a, b) => a + b))));
  console.log(await list(of(1, 2).pipe(switchMap((n) => timer(2).pipe(map(() => n))))), await list(of(1, 2).pipe(exhaustMap((n) => timer(2).pipe(map(() => n))))));
  await lastValueFrom(timer(1000).pipe(timeout(3))).catch((error) => console.log(error.name, error.message));
})();
