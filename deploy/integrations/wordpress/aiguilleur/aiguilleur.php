<?php
/**
 * Plugin Name:       Aiguilleur
 * Description:       L’assistant des conseillers numériques sur votre site : un bouton sur chaque page, ou [aiguilleur] dans une page.
 * Version:           1.0.0
 * Requires at least: 6.0
 * Requires PHP:      7.4
 * License:           MIT
 *
 * @package Aiguilleur
 */

defined( 'ABSPATH' ) || exit;

const AIGUILLEUR_OPTION = 'aiguilleur';

/** The choices of the settings, each with its name on the page; the first holds where none is stored. */
function aiguilleur_choices() {
	return array(
		'position' => array( 'right' => 'À droite', 'left' => 'À gauche' ),
		'theme'    => array(
			''      => 'Celui du hub',
			'auto'  => 'Clair ou sombre, comme la page',
			'light' => 'Clair',
			'dark'  => 'Sombre',
			'dsfr'  => 'Celui des sites de l’État (DSFR)',
		),
		'pages'    => array( 'all' => 'Sur toutes les pages', 'none' => 'Seulement là où j’écris [aiguilleur]' ),
	);
}

/** What is stored, complete. */
function aiguilleur_settings() {
	$none = array( 'server' => '', 'hub' => '' );
	foreach ( aiguilleur_choices() as $name => $choices ) {
		$none[ $name ] = (string) array_key_first( $choices );
	}
	return wp_parse_args( (array) get_option( AIGUILLEUR_OPTION, array() ), $none );
}

/** What a person wrote in the settings, as it may be stored; a mistake is told and what was there before stays. */
function aiguilleur_sanitize( $written ) {
	$written  = is_array( $written ) ? array_map( 'strval', array_filter( $written, 'is_scalar' ) ) : array();
	$settings = aiguilleur_settings();
	foreach ( aiguilleur_choices() as $name => $choices ) {
		if ( isset( $written[ $name ] ) && isset( $choices[ $written[ $name ] ] ) ) {
			$settings[ $name ] = $written[ $name ];
		}
	}
	$server = untrailingslashit( trim( $written['server'] ?? $settings['server'] ) );
	if ( '' === $server || preg_match( '~^https?://[a-z0-9.-]+(:\d+)?$~', $server ) ) {
		$settings['server'] = $server;
	} else {
		add_settings_error( AIGUILLEUR_OPTION, 'server', 'L’adresse du serveur n’est pas enregistrée : écrivez https:// et son nom, sans chemin (https://bot.exemple.fr).' );
	}
	$hub = trim( $written['hub'] ?? $settings['hub'] );
	if ( preg_match( '/^[a-z0-9-]*$/', $hub ) ) {
		$settings['hub'] = $hub;
	} else {
		add_settings_error( AIGUILLEUR_OPTION, 'hub', 'Le hub n’est pas enregistré : son nom n’a que des lettres minuscules, des chiffres et des tirets (pays-de-la-loire).' );
	}
	return $settings;
}

/** The line that shows the window; '' where no server is named. */
function aiguilleur_line( array $more = array() ) {
	$settings = aiguilleur_settings();
	if ( '' === $settings['server'] ) {
		return '';
	}
	$attributes = array( 'src' => esc_url_raw( $settings['server'] . '/widget.js' ), 'defer' => true );
	$data       = array( 'hub' => $settings['hub'], 'theme' => $settings['theme'], 'position' => $settings['position'] );
	foreach ( array_merge( $data, $more ) as $name => $value ) {
		if ( '' !== $value ) {
			$attributes[ "data-$name" ] = $value;
		}
	}
	return wp_get_script_tag( $attributes );
}

/** [aiguilleur], [aiguilleur departement="40" question="Qui paie ?"]: the window in the page, once. */
function aiguilleur_shortcode( $given ) {
	static $stands = false;
	$given = shortcode_atts( array( 'departement' => '', 'question' => '' ), $given, 'aiguilleur' );
	if ( $stands ) {
		return '';
	}
	$more = array(
		'mode'       => 'inline',
		'target'     => '#aiguilleur',
		'department' => (string) $given['departement'],
		'question'   => (string) $given['question'],
	);
	$line = aiguilleur_line( $more );
	if ( '' === $line ) {
		return current_user_can( 'manage_options' ) ? '<p>Aiguilleur : nommez le serveur dans Réglages, Aiguilleur.</p>' : '';
	}
	$stands = true;
	remove_action( 'wp_footer', 'aiguilleur_footer' );
	return '<div id="aiguilleur"></div>' . $line;
}

/** The button of every page. */
function aiguilleur_footer() {
	if ( 'all' === aiguilleur_settings()['pages'] ) {
		echo aiguilleur_line(); // phpcs:ignore WordPress.Security.EscapeOutput -- wp_get_script_tag escapes.
	}
}

/** A setting with choices. */
function aiguilleur_field( array $field ) {
	$name  = $field['name'];
	$value = aiguilleur_settings()[ $name ];
	$key   = AIGUILLEUR_OPTION . "[$name]";
	if ( ! isset( $field['choices'] ) ) {
		printf(
			'<input type="text" class="regular-text" id="aiguilleur-%1$s" name="%2$s" value="%3$s" aria-describedby="aiguilleur-%1$s-help"><p class="description" id="aiguilleur-%1$s-help">%4$s</p>',
			esc_attr( $name ),
			esc_attr( $key ),
			esc_attr( $value ),
			esc_html( $field['help'] )
		);
		return;
	}
	printf( '<select id="aiguilleur-%s" name="%s">', esc_attr( $name ), esc_attr( $key ) );
	foreach ( $field['choices'] as $choice => $title ) {
		printf( '<option value="%s"%s>%s</option>', esc_attr( $choice ), selected( $value, (string) $choice, false ), esc_html( $title ) );
	}
	echo '</select>';
}

/** Réglages, Aiguilleur. */
function aiguilleur_page() {
	$server = aiguilleur_settings()['server'];
	echo '<div class="wrap"><h1>Aiguilleur</h1><form action="options.php" method="post">';
	settings_fields( AIGUILLEUR_OPTION );
	do_settings_sections( AIGUILLEUR_OPTION );
	submit_button( 'Enregistrer' );
	echo '</form>';
	if ( '' !== $server ) {
		printf( '<p><a href="%s">Ce site est-il permis ?</a></p>', esc_url( $server . '/verifier?site=' . rawurlencode( home_url() ) ) );
	}
	echo '</div>';
}

add_action( 'wp_footer', 'aiguilleur_footer' );
add_action( 'init', static function () { add_shortcode( 'aiguilleur', 'aiguilleur_shortcode' ); } );
add_action(
	'admin_menu',
	static function () {
		add_options_page( 'Aiguilleur', 'Aiguilleur', 'manage_options', AIGUILLEUR_OPTION, 'aiguilleur_page' );
	}
);
add_action(
	'admin_init',
	static function () {
		register_setting( AIGUILLEUR_OPTION, AIGUILLEUR_OPTION, array( 'sanitize_callback' => 'aiguilleur_sanitize' ) );
		add_settings_section( 'window', 'La fenêtre', '__return_empty_string', AIGUILLEUR_OPTION );
		$texts = array(
			'server' => array( 'Le serveur', 'Son adresse, donnée par la personne qui l’exploite : https://bot.exemple.fr' ),
			'hub'    => array( 'Le hub', 'Le nom que donne la page d’accueil du serveur. Vide : aucun territoire supposé.' ),
		);
		foreach ( $texts as $name => list( $title, $help ) ) {
			add_settings_field( $name, $title, 'aiguilleur_field', AIGUILLEUR_OPTION, 'window', array( 'name' => $name, 'help' => $help, 'label_for' => "aiguilleur-$name" ) );
		}
		$titles = array( 'position' => 'La place', 'theme' => 'Le thème', 'pages' => 'Les pages' );
		foreach ( aiguilleur_choices() as $name => $choices ) {
			add_settings_field( $name, $titles[ $name ], 'aiguilleur_field', AIGUILLEUR_OPTION, 'window', array( 'name' => $name, 'choices' => $choices, 'label_for' => "aiguilleur-$name" ) );
		}
	}
);
