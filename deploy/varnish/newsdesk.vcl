vcl 4.1;

# Pages of the site in a Varnish between nginx and the site, for /etc/varnish (docs/scaling.md).
# Of Varnish 7.1 or newer, with varnish-modules.
#
# Each worker of the site says four times a second, and at each change, which version the
# content has, and for how long that holds. A page is kept under the version it is of, so
# that none of another is ever found; once nobody has said anything, the site is asked.

import std;
import var;

backend newsdesk {
    .host = "127.0.0.1";
    .port = "8000";
    .connect_timeout = 5s;
    .first_byte_timeout = 60s;
}

sub vcl_recv {
    if (req.method == "PURGE") {
        call be_told;
    }
    # Nobody but this file names a version.
    unset req.http.Content-Version;
    # The site takes the last address for the reader's: that is nginx's own here.
    set req.http.X-Forwarded-For = regsub(req.http.X-Forwarded-For, ", [^,]*$", "");
    if (req.method != "GET" && req.method != "HEAD") {
        return (pass);
    }
    # Who is signed in, or is told something after a form, has pages of their own.
    if (req.http.Authorization || req.http.Cookie ~ "(^|; ?)(sessionid|messages)=") {
        return (pass);
    }
    if (std.real(var.global_get("until"), 0.0) < std.time2real(now, 0.0)) {
        return (pass);
    }
    set req.http.Content-Version = var.global_get("version");
    return (hash);
}

# A worker that is late with a version before the one that is known tells nothing.
sub be_told {
    if (req.http.Authorization !=
        "Bearer " + regsub(std.fileread("/etc/varnish/newsdesk.secret"), "\s*$", "")) {
        return (synth(403));
    }
    if (std.integer(req.http.Content-Version, 0) >= std.integer(var.global_get("version"), 0)
        || std.real(var.global_get("until"), 0.0) < std.time2real(now, 0.0)) {
        var.global_set("version", req.http.Content-Version);
        var.global_set("until",
            "" + (std.time2real(now, 0.0) + std.real(req.http.Lease, 0.0)));
    }
    return (synth(200));
}

sub vcl_hash {
    hash_data(req.http.Content-Version);
    hash_data(req.http.X-Forwarded-Proto);
}

sub vcl_backend_response {
    # A worker that has yet to hear of a change sends the page of before: it is not kept.
    if (beresp.http.Surrogate-Control
        && beresp.http.Content-Version == bereq.http.Content-Version) {
        set beresp.ttl = std.duration(
            regsub(beresp.http.Surrogate-Control, "^max-age=(\d+).*", "\1s"), 0s);
        set beresp.grace = std.duration(
            regsub(beresp.http.Surrogate-Control, ".*revalidate=(\d+)$", "\1s"), 0s);
        set beresp.keep = 0s;
    } else {
        set beresp.ttl = 10s;
        set beresp.uncacheable = true;
    }
    return (deliver);
}

# What is said to this Varnish is nobody else's.
sub vcl_deliver {
    unset resp.http.Surrogate-Control;
    unset resp.http.Surrogate-Key;
    unset resp.http.CDN-Cache-Control;
    unset resp.http.Cache-Tag;
    unset resp.http.Content-Version;
    unset resp.http.X-Varnish;
    unset resp.http.Via;
}
