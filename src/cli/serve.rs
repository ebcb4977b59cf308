//! `twir-events serve`: the built folder over HTTP, and any selection as a live feed.

use std::{
    io::{self, Write},
    net::SocketAddr,
    path::PathBuf,
};

use anyhow::{Context, Result};
use twir_events::serve::{Limits, Server, Site};

use super::{Outcome, input::Input};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  twir-events serve
  twir-events serve site --listen 127.0.0.1:3000
then
  http://127.0.0.1:8080/                                       the page
  http://127.0.0.1:8080/feed.ics?region=europe&format=virtual  any selection; also .json and .atom

Limits:
  512 connections at once (--connections); for one more whoever is idle or slow longest gives way,
  but nobody within 20 milliseconds of coming
  10 seconds a connection may be idle or take for the head of its request
  16 KiB for that head; the body of a request is not read
  30 seconds a client may take no byte of its answer
  4,096 bytes and 64 values in a query
  as many live feeds are printed at once as there are processors; of more, 64 in all wait
  64 MiB of live feeds and 64 MiB of files are kept, of files those of at most 8 MiB
  192 MiB of live feeds in all, with those that are on their way")]
pub struct Args {
    /// The folder that `build` wrote
    #[arg(value_name = "DIR", default_value = "public")]
    folder: PathBuf,
    /// The address to listen on; port 0 takes any free port
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Hold at most so many connections at once
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections, value_parser = at_least_one)]
    connections: usize,
    /// With what only calendars have, and no issue so far
    #[arg(long)]
    candidates: bool,
    #[command(flatten)]
    input: Input,
}

fn at_least_one(text: &str) -> Result<usize, &'static str> {
    text.parse().ok().filter(|number| *number > 0).ok_or("expected a number of connections, at least 1")
}

pub fn run(args: Args) -> Result<Outcome> {
    // Before the issues are read, so that none is missed that comes in meanwhile.
    let watched = args.input.watched(args.candidates);
    let (catalogue, knowledge) = args.input.read_after(None, args.candidates)?;
    if !args.folder.join("index.html").is_file() {
        let folder = args.folder.display();
        anstream::eprintln!(
            "nothing built in {folder} yet: `twir-events build --out {folder}` does; live feeds work without"
        );
    }
    let mut limits = Limits::default();
    limits.connections = args.connections;
    let site = Site { catalogue, knowledge, folder: args.folder, watched, limits };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().context("cannot serve")?;
    runtime.block_on(async {
        let server = Server::bind(args.listen, site).await?;
        // On standard output, for whoever asked for port 0.
        writeln!(io::stdout(), "http://{}/", server.address()?).context("cannot print the address")?;
        anstream::eprintln!("serving; Ctrl-C ends it");
        let serving = tokio::spawn(server.run(stop()));
        // Whoever presses it twice does not want to wait for slow clients.
        let abort = serving.abort_handle();
        tokio::spawn(async move {
            stop().await;
            stop().await;
            abort.abort();
        });
        match serving.await {
            Err(error) if !error.is_cancelled() => Err(error).context("cannot serve"),
            _ => Ok(()),
        }
    })?;
    Ok(Outcome::Done)
}

/// Comes with Ctrl-C, and where there are signals with SIGTERM, which service managers send.
async fn stop() {
    #[cfg(unix)]
    {
        use std::{future::poll_fn, task::Poll};
        use tokio::signal::unix::{SignalKind, signal};

        let signals = (signal(SignalKind::interrupt()), signal(SignalKind::terminate()));
        if let (Ok(mut interrupt), Ok(mut terminate)) = signals {
            poll_fn(|context| match (interrupt.poll_recv(context), terminate.poll_recv(context)) {
                (Poll::Pending, Poll::Pending) => Poll::Pending,
                _ => Poll::Ready(()),
            })
            .await;
            return;
        }
    }
    // Without a handler the system ends the program by itself.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}
