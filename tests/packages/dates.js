'use strict';

process.env.TZ = 'America/New_York';
const { addMonths, differenceInBusinessDays, format, formatDistance, formatISO, intervalToDuration, isWeekend, parse, parseISO, startOfWeek } = require('date-fns');
const { de } = require('date-fns/locale');
const { DateTime, Duration, Info, Interval } = require('luxon');
const moment = require('moment');
require('moment/locale/fr');

const date = new Date(Date.UTC(2024, 1, 29, 12, 30, 5));
console.log(format(date, "yyyy-MM-dd'T'HH:mm:ss xxx EEEE", { locale: de }), formatISO(addMonths(date, 12)), formatDistance(date, addMonths(date, 5), { addSuffix: true, locale: de }));
console.log(parse('31.12.2023 23:59', 'dd.MM.yyyy HH:mm', date).toISOString(), parseISO('2024-03-10T02:30:00').toISOString(), isWeekend(date), startOfWeek(date, { weekStartsOn: 1 }).toISOString(), differenceInBusinessDays(addMonths(date, 1), date), intervalToDuration({ start: date, end: addMonths(date, 14) }));
const time = DateTime.fromJSDate(date, { zone: 'Europe/Berlin' });
console.log(time.toISO(), time.setLocale('fr').toLocaleString(DateTime.DATETIME_FULL), time.plus({ months: 1 }).toFormat('cccc d LLLL yyyy ZZZZ'), time.diff(time.minus({ days: 40, hours: 3 }), ['months', 'days', 'hours']).toObject(), time.setZone('Asia/Kolkata').toString());
console.log(DateTime.fromISO('2024-03-31T02:30', { zone: 'Europe/Berlin' }).toISO(), DateTime.fromFormat('3 mars 2024', 'd LLLL yyyy', { locale: 'fr' }).toISODate(), DateTime.fromISO('nope').invalidExplanation, Duration.fromISO('P1Y2M3DT4H').toHuman(), Interval.fromISO('2024-01-01/P1W').splitBy({ days: 3 }).map(String), Info.weekdays('short', { locale: 'ja' }), DateTime.fromMillis(0).toRelative({ base: DateTime.fromMillis(86_400_000 * 3) }));
const instant = moment(date);
console.log(instant.locale('fr').format('LLLL'), instant.clone().locale('en').add(3, 'days').calendar(moment(date)), moment('2024-13-01').isValid(), moment.utc('12-25-1995', 'MM-DD-YYYY').toISOString(), moment.duration(90, 'minutes').locale('fr').humanize(), instant.isDST(), moment(date).locale('en').from(moment(date).add(2, 'hours')));
console.log(date.toString(), new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'long', timeZone: 'Asia/Tokyo' }).format(date));
