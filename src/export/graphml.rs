//! GraphML: the network of `gexf` for everything that reads graphs: networkx, igraph, yEd, Cytoscape.

use std::io::{self, Write};

use super::gexf::{ATTRIBUTES, node, values};
use super::{Exporter, Form, Format, Holds, Place, Setting, Stream, written};
use crate::model::{CoMention, ExportedEntity};

pub const FORMAT: Format = Format {
    name: "graphml",
    about: "GraphML: the same network for networkx, igraph, yEd and Cytoscape",
    holds: Holds::Names,
    form: Form::File,
    endings: &["graphml"],
    streams: &[Stream::Entities, Stream::CoMentions],
    make,
};

fn make<'w>(place: Place<'w>, setting: &'w Setting) -> io::Result<Box<dyn Exporter + 'w>> {
    let to = place.stream()?;
    write!(
        to,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\" xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:schemaLocation=\"http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd\">\n\
         <key id=\"label\" for=\"node\" attr.name=\"label\" attr.type=\"string\"/>\n"
    )?;
    for (name, _, kind) in ATTRIBUTES {
        writeln!(
            to,
            "<key id=\"{name}\" for=\"node\" attr.name=\"{name}\" attr.type=\"{kind}\"/>"
        )?;
    }
    write!(
        to,
        "<key id=\"weight\" for=\"edge\" attr.name=\"weight\" attr.type=\"double\"/>\n\
         <graph id=\"G\" edgedefault=\"undirected\">\n"
    )?;
    Ok(Box::new(GraphMl { to, least: setting.least }))
}

struct GraphMl<'w> {
    to: &'w mut (dyn Write + Send),
    least: u32,
}

impl Exporter for GraphMl<'_> {
    fn entity(&mut self, entity: &ExportedEntity) -> io::Result<()> {
        if entity.articles < i64::from(self.least) {
            return Ok(());
        }
        let node = node(entity.means.kind, entity.id);
        let label = written::xml(&entity.means.name);
        write!(self.to, "<node id=\"{node}\"><data key=\"label\">{label}</data>")?;
        for ((name, _, _), value) in ATTRIBUTES.iter().zip(values(entity)) {
            if let Some(value) = value {
                write!(self.to, "<data key=\"{name}\">{}</data>", written::xml(&value))?;
            }
        }
        writeln!(self.to, "</node>")
    }

    fn co_mention(&mut self, link: &CoMention) -> io::Result<()> {
        writeln!(
            self.to,
            "<edge source=\"{}\" target=\"{}\"><data key=\"weight\">{}.0</data></edge>",
            node(link.one.0, link.one.1),
            node(link.other.0, link.other.1),
            link.articles
        )
    }

    fn end(self: Box<Self>) -> io::Result<Vec<String>> {
        write!(self.to, "</graph>\n</graphml>\n")?;
        Ok(Vec::new())
    }
}
