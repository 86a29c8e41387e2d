-- One single fixed window, where plain commands would not do.
-- KEYS: the counter. ARGV: weight, period in ms, and, if it is to be added to that window only, the
-- window's end in ms since 1970. A weight of 0 only looks.
-- Answers: now in microseconds, the count, and its window's end in ms (-2: none).
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local key, weight, window = KEYS[1], ARGV[1], ARGV[3]
if weight == '0' or (window and redis.call('PEXPIRETIME', key) ~= tonumber(window)) then
  local count = redis.pcall('GET', key)
  count = type(count) == 'string' and tonumber(count) or 0
  return {now, count, redis.call('PEXPIRETIME', key)}
end
local count = redis.pcall('INCRBY', key, weight)
if type(count) == 'table' then
  -- Somebody wrote over our key: it cannot be counted on, so it counts anew.
  if string.find(count.err, 'WRONGTYPE', 1, true)
      or string.find(count.err, 'not an integer', 1, true)
      or string.find(count.err, 'overflow', 1, true) then
    redis.call('DEL', key)
    count = redis.call('INCRBY', key, weight)
  else
    return count
  end
end
if not window then
  -- No window is longer than its period, whatever it was, or Redis's clock, when it began.
  redis.call('PEXPIRE', key, ARGV[2], 'LT')
end
return {now, count, redis.call('PEXPIRETIME', key)}
