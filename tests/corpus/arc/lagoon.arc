filedesc://lagoon.arc 10.0.0.1 20310506070809 text/plain 69
1 0 Invented
URL IP-address Archive-date Content-type Archive-length

dns:www.lagoontimes.example 10.0.0.1 20310506070809 text/dns 15
20310506070809

http://www.lagoontimes.example/tolls 10.0.0.1 20310506070809 text/html 1079
HTTP/1.1 200 OK
Content-Type: text/html; charset=utf-8

<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<title>Harbour tolls to rise in spring - The Lagoon Times</title>
<meta property="og:type" content="article">
<meta property="og:title" content="Harbour tolls to rise in spring">
<meta property="article:published_time" content="2031-05-05T18:30:00+12:00">
<meta name="author" content="Ann Teariki">
</head><body>
<nav><a href="/">Home</a> <a href="/business">Business</a></nav>
<article><h1>Harbour tolls to rise in spring</h1>
<p class="byline">By Ann Teariki</p>
<p>The harbour board of Port Maru will raise its tolls by a tenth in spring, its chair, Tomas Okoro, said on Monday. It is the first rise in six years.</p>
<p>"The piers are eighty years old and somebody has to pay for them," Mr Okoro told a meeting of ship owners at the Customs House.</p>
<p>Fishing boats under twelve metres are exempt. The owners' union said that it would ask the ministry to look into the figures.</p>
</article><footer>&copy; 2031 The Lagoon Times</footer></body></html>

http://www.lagoontimes.example/ferry.txt 10.0.0.1 20310506070809 text/plain 302
HTTP/1.1 200 OK
Content-Type: text/plain

PORT MARU, May 6 (Lagoon Wire) - The ferry to Tavi will sail twice a day from June, the transport ministry said on Tuesday.

Minister Leila Novak said that the second crossing would cost 1.2 million dollars a year. The timetable is to be printed next week.

