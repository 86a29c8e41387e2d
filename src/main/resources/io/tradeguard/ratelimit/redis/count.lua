-- Single fixed windows, any number in one exchange.
-- KEYS: the counters. ARGV, for each: weight, period in ms, and the window to add to (its end in ms
-- since 1970) or 0 for whichever there is. A weight of 0 only looks.
-- Answers: now in microseconds, then for each key the count and its window's end in ms (-2: none).
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local answer = {now}
for i = 1, #KEYS do
  local key, weight, window = KEYS[i], ARGV[3 * i - 2], ARGV[3 * i]
  local count, ends
  if weight ~= '0' and window ~= '0' then
    ends = redis.call('PEXPIRETIME', key)
    if ends ~= tonumber(window) then
      weight = '0'
    end
  end
  if weight == '0' then
    count = redis.pcall('GET', key)
    count = type(count) == 'string' and tonumber(count) or 0
    ends = ends or redis.call('PEXPIRETIME', key)
  else
    count = redis.pcall('INCRBY', key, weight)
    if type(count) == 'table' then
      -- Somebody wrote over our key: it cannot be counted on, so it counts anew.
      if string.find(count.err, 'WRONGTYPE', 1, true)
          or string.find(count.err, 'not an integer', 1, true)
          or string.find(count.err, 'overflow', 1, true) then
        redis.call('DEL', key)
        ends = nil
        count = redis.call('INCRBY', key, weight)
      else
        return count
      end
    end
    if not ends then
      -- No window is longer than its period, whatever it was, or Redis's clock, when it began.
      redis.call('PEXPIRE', key, ARGV[3 * i - 1], 'LT')
      ends = redis.call('PEXPIRETIME', key)
    end
  end
  answer[2 * i] = count
  answer[2 * i + 1] = ends
end
return answer
